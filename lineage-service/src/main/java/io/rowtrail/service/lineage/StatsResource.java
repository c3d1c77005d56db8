package io.rowtrail.service.lineage;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.WhileThere;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How much there was when: the last day by hours or the last week by days, newest last. */
@Path("/api/v1/stats")
@Tag(name = "Catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class StatsResource {
    private final LineageReader graph;
    private final AuditLogs logs;
    private final EventIndex index;
    private final Clock clock;
    private final Callers callers;

    @Inject
    StatsResource(LineageReader graph, AuditLogs logs, EventIndex index, Clock clock, Callers callers) {
        this.graph = graph;
        this.logs = logs;
        this.index = index;
        this.clock = clock;
        this.callers = callers;
    }

    /** Run events recorded in a stretch of time. */
    record Events(Instant startInterval, Instant endInterval, long fail, long start, long complete, long abort) {}

    /** How many there were at the end of a stretch of time. */
    record Count(Instant startInterval, Instant endInterval, long count) {}

    private record Stretch(Instant from, Instant to) {}

    @GET
    @Path("/lineage-events")
    @Operation(
            summary = "Run events by kind, by the time they were recorded",
            description = "period=DAY or WEEK, up to now or knownAt; timezone= of the days")
    public List<Events> events(
            @QueryParam("period") @Nullable String period,
            @QueryParam("timezone") @Nullable String timezone,
            @BeanParam TimeParams time) {
        TimePoint at = time.at();
        if (at.asOf() != null) {
            throw Problem.invalid("asOf", "events are counted when they are recorded: ask with knownAt")
                    .exception();
        }
        Caller caller = callers.current();
        if (!caller.namespaces().isAll()) {
            throw Problem.forbidden("the counts are of all namespaces, and the caller may know of some only")
                    .exception();
        }
        AuditLog log = logs.events(caller.tenant());
        List<Events> events = new ArrayList<>();
        for (Stretch stretch : stretches(period, timezone, at.knownAt())) {
            EventIndex.Counts counts = index.counts(log, stretch.from(), stretch.to());
            events.add(new Events(
                    stretch.from(), stretch.to(), counts.fail(), counts.start(), counts.complete(), counts.abort()));
        }
        return events;
    }

    @GET
    @Path("/{asset}")
    @Operation(
            summary = "How many jobs, datasets or sources there were",
            description = "period=DAY or WEEK, up to now or asOf; timezone= of the days")
    public List<Count> counts(
            @PathParam("asset") String asset,
            @QueryParam("period") @Nullable String period,
            @QueryParam("timezone") @Nullable String timezone,
            @BeanParam TimeParams time) {
        TimePoint at = time.at();
        if (at.knownAt() != null) {
            throw Problem.invalid("knownAt", "what there was is counted by event time: ask with asOf")
                    .exception();
        }
        LineageReader.Births births = switch (asset) {
            case "jobs" -> LineageReader.Births.JOBS;
            case "datasets" -> LineageReader.Births.DATASETS;
            case "sources" -> LineageReader.Births.SOURCES;
            default ->
                throw Problem.notFound("there is nothing at this address").exception();
        };
        List<Stretch> stretches = stretches(period, timezone, at.asOf());
        List<Long> existing =
                graph.existing(births, stretches.stream().map(Stretch::to).toList());
        List<Count> counts = new ArrayList<>();
        for (int i = 0; i < stretches.size(); i++) {
            counts.add(new Count(stretches.get(i).from(), stretches.get(i).to(), existing.get(i)));
        }
        return counts;
    }

    private List<Stretch> stretches(@Nullable String period, @Nullable String timezone, @Nullable Instant upTo) {
        String given = Params.required("period", period).toUpperCase(Locale.ROOT);
        if (!given.equals("DAY") && !given.equals("WEEK")) {
            throw Problem.invalid("period", "must be DAY or WEEK").exception();
        }
        boolean day = given.equals("DAY");
        ChronoUnit unit = day ? ChronoUnit.HOURS : ChronoUnit.DAYS;
        ZonedDateTime end = ZonedDateTime.ofInstant(upTo == null ? clock.instant() : upTo, zone(timezone))
                .truncatedTo(unit)
                .plus(1, unit);
        List<Stretch> stretches = new ArrayList<>();
        for (int ago = day ? 24 : 7; ago > 0; ago--) {
            stretches.add(new Stretch(
                    end.minus(ago, unit).toInstant(), end.minus(ago - 1L, unit).toInstant()));
        }
        return stretches;
    }

    private static ZoneId zone(@Nullable String timezone) {
        try {
            return timezone == null || timezone.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(timezone);
        } catch (DateTimeException e) {
            throw Problem.invalid("timezone", "must be the name of a time zone").exception();
        }
    }
}
