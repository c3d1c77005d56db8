package io.rowtrail.service.report;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The registered reports of the caller's tenant, as far as the caller may know of the datasets they are. Calls block, and
 * are made within a request.
 */
@ApplicationScoped
public class Reports {
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final Callers callers;

    @Inject
    Reports(Mutiny.SessionFactory sessions, Clock clock, Callers callers) {
        this.sessions = sessions;
        this.clock = clock;
        this.callers = callers;
    }

    /** All of them, by name. */
    public List<Report> all() {
        Caller caller = callers.current();
        return Await.on(() -> sessions.withStatelessSession(session -> session.createSelectionQuery(
                                "from ReportRow where tenant = :tenant order by name", ReportRow.class)
                        .setParameter("tenant", caller.tenant().slug())
                        .getResultList()))
                .stream()
                .filter(row -> caller.namespaces().allows(row.namespace))
                .map(Reports::report)
                .toList();
    }

    /** The report of a name. */
    public Optional<Report> byName(String name) {
        return all().stream().filter(report -> report.name().equals(name)).findFirst();
    }

    /** The first report, by name, that a dataset is. */
    public Optional<Report> of(DatasetId dataset) {
        return all().stream().filter(report -> report.dataset().equals(dataset)).findFirst();
    }

    /** Registers a report, in place of one of the same name. @return whether there was none of the name */
    boolean put(Report report) {
        String tenant = callers.current().tenant().slug();
        return Await.on(() -> sessions.withTransaction(session -> session.find(
                        ReportRow.class, new ReportRow.Key(tenant, report.name()))
                .flatMap(known -> {
                    ReportRow row = known == null ? new ReportRow() : known;
                    row.tenant = tenant;
                    row.name = report.name();
                    row.namespace = report.dataset().namespace();
                    row.dataset = report.dataset().name();
                    row.keys = String.join("\n", report.key());
                    row.measures = String.join("\n", report.measures());
                    row.updatedAt = clock.instant();
                    return (known == null ? session.persist(row) : session.flush()).replaceWith(known == null);
                })));
    }

    private static Report report(ReportRow row) {
        return new Report(
                row.name,
                new DatasetId(row.namespace, row.dataset),
                List.of(row.keys.split("\n", -1)),
                List.of(row.measures.split("\n", -1)));
    }
}
