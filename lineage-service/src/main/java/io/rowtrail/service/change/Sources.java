package io.rowtrail.service.change;

import io.rowtrail.service.change.ChangeBatch.TableCount;
import io.rowtrail.service.change.ChangeBatch.Transaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.reactive.mutiny.Mutiny;

/** A tenant's captured sources, their incarnations and tables: the small, slow-growing dictionary beside the changes. */
@ApplicationScoped
class Sources {
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    @Inject
    Sources(Mutiny.SessionFactory sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** A captured table. */
    record TableName(String namespace, String name) implements Comparable<TableName> {
        static TableName of(TableCount table) {
            return new TableName(table.namespace(), table.name());
        }

        @Override
        public int compareTo(TableName other) {
            int byNamespace = namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }
    }

    /** The numbers by which the tables of the change store name what a batch names. */
    record Numbers(short tenant, int source, Map<TableName, Integer> tables) {
        Numbers {
            tables = Map.copyOf(tables);
        }
    }

    /** The source an incarnation belongs to, or null when none does yet. */
    Uni<String> ownerOf(short tenant, int incarnation) {
        return sessions.withStatelessSession(session -> session.createNativeQuery(
                        "select s.name from rowtrail.source s join rowtrail.source_incarnation i on i.source_id = s.id"
                                + " where i.tenant = :tenant and i.incarnation = :incarnation",
                        String.class)
                .setParameter("tenant", tenant)
                .setParameter("incarnation", incarnation)
                .getSingleResultOrNull());
    }

    /** Numbers for everything a batch names, given now to what has none. Asked again, the same. */
    Uni<Numbers> register(short tenant, ChangeBatch batch) {
        Set<TableName> names = new TreeSet<>();
        for (Transaction transaction : batch.transactions()) {
            transaction.tables().forEach(table -> names.add(TableName.of(table)));
        }
        return sessions.withTransaction(session -> source(session, tenant, batch.source())
                .call(source -> incarnation(session, tenant, batch.incarnation(), source))
                .flatMap(source -> tables(session, tenant, names).map(tables -> new Numbers(tenant, source, tables))));
    }

    private Uni<Integer> source(Mutiny.Session session, short tenant, String name) {
        return session.createSelectionQuery("from SourceRow where tenant = :tenant and name = :name", SourceRow.class)
                .setParameter("tenant", tenant)
                .setParameter("name", name)
                .getSingleResultOrNull()
                .flatMap(known -> {
                    if (known != null) {
                        return Uni.createFrom().item(Objects.requireNonNull(known.id));
                    }
                    SourceRow row = new SourceRow();
                    row.tenant = tenant;
                    row.name = name;
                    row.firstSeenAt = clock.instant();
                    return session.persist(row).call(session::flush).map(done -> Objects.requireNonNull(row.id));
                });
    }

    private static Uni<Integer> incarnation(Mutiny.Session session, short tenant, int incarnation, int source) {
        return session.createNativeQuery("insert into rowtrail.source_incarnation (tenant, incarnation, source_id)"
                        + " values (:tenant, :incarnation, :source) on conflict do nothing")
                .setParameter("tenant", tenant)
                .setParameter("incarnation", incarnation)
                .setParameter("source", source)
                .executeUpdate();
    }

    private static Uni<Map<TableName, Integer>> tables(Mutiny.Session session, short tenant, Set<TableName> names) {
        Map<TableName, Integer> numbers = new HashMap<>();
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(
                        name -> table(session, tenant, name).invoke(number -> numbers.put(name, number)))
                .collect()
                .last()
                .replaceWith(numbers);
    }

    private static Uni<Integer> table(Mutiny.Session session, short tenant, TableName name) {
        return session.createSelectionQuery(
                        "from DatasetRow where tenant = :tenant and namespace = :ns and name = :name", DatasetRow.class)
                .setParameter("tenant", tenant)
                .setParameter("ns", name.namespace())
                .setParameter("name", name.name())
                .getSingleResultOrNull()
                .flatMap(known -> {
                    if (known != null) {
                        return Uni.createFrom().item(Objects.requireNonNull(known.id));
                    }
                    DatasetRow row = new DatasetRow();
                    row.tenant = tenant;
                    row.namespace = name.namespace();
                    row.name = name.name();
                    return session.persist(row).call(session::flush).map(done -> Objects.requireNonNull(row.id));
                });
    }
}
