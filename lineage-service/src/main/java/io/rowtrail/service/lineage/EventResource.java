package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.EntryFilter;
import io.rowtrail.audit.EntryPage;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.http.WhileThere;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.EventTimes;
import io.rowtrail.service.log.EventTimes.Direction;
import io.rowtrail.service.log.EventTimes.Place;
import io.rowtrail.service.log.EventTimes.Stretch;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.EntrySight;
import io.rowtrail.service.security.NamespaceLimits;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/events/lineage}: events as they were received but for the masked places. */
@Path("/api/v1/events/lineage")
@Tag(name = "Catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class EventResource {
    private static final int MOST_EVENTS = 200;
    /** So many entries are looked at for one answer; the cursor goes on from there. */
    private static final int MOST_LOOKED_AT = 5_000;

    private final AuditLogs logs;
    private final EventTimes times;
    private final ReadLog reads;
    private final Callers callers;

    @Inject
    EventResource(AuditLogs logs, EventTimes times, ReadLog reads, Callers callers) {
        this.logs = logs;
        this.times = times;
        this.reads = reads;
        this.callers = callers;
    }

    /**
     * A page of events.
     *
     * @param entries their entries in the log, in the same order
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Events(
            List<JsonNode> events,
            long totalCount,
            List<String> entries,
            @Nullable String next,
            List<String> caveats) {}

    @GET
    @Operation(
            summary = "Events as they are kept, by the time they say they happened, newest first",
            description = "sortDirection=desc or asc; before (exclusive) and after (inclusive) bound the event time;"
                    + " run= of one run. An event is listed once the graph has folded it")
    public Events events(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("before") @Nullable String before,
            @QueryParam("after") @Nullable String after,
            @QueryParam("sortDirection") @Nullable String sortDirection,
            @QueryParam("run") @Nullable String run,
            @BeanParam TimeParams time) {
        Caller caller = callers.current();
        AuditLog log = logs.events(caller.tenant());
        String id = run == null || run.isEmpty() ? null : Nodes.run("run", run).uuid();
        Asked asked = new Asked(
                Params.integer("limit", limit, 100, 1, MOST_EVENTS),
                Params.integer("offset", offset, 0, 0, MOST_LOOKED_AT),
                Params.choice("sortDirection", sortDirection, Direction.DESC),
                stretch(
                        Params.instant("before", before),
                        Params.instant("after", after),
                        time.at().asOf()),
                time.at().knownAt(),
                place(cursor));
        reads.record(caller.tenant(), caller.name(), "events.read", log.name().value());
        Reading reading = new Reading(log, asked, caller.namespaces());
        if (id == null) {
            reading.all();
            return reading.answer(times.count(log.name().value(), asked.stretch()));
        }
        List<Place> ofRun = times.of(log.name().value(), ofRun(log, id), asked.direction()).stream()
                .filter(asked::wants)
                .toList();
        reading.these(ofRun);
        return reading.answer(ofRun.size());
    }

    private record Asked(
            int limit,
            int offset,
            Direction direction,
            Stretch stretch,
            @Nullable Instant knownAt,
            @Nullable Place cursor) {
        boolean wants(Place place) {
            Instant from = stretch.from();
            Instant to = stretch.to();
            return (from == null || !place.time().isBefore(from))
                    && (to == null || place.time().isBefore(to));
        }

        boolean wants(Entry entry) {
            return knownAt == null || !entry.recordedAt().isAfter(knownAt);
        }
    }

    /** What is asked for as of a time has happened by then. */
    private static Stretch stretch(@Nullable Instant before, @Nullable Instant after, @Nullable Instant asOf) {
        Instant end = asOf == null ? null : asOf.plus(1, ChronoUnit.MICROS);
        return new Stretch(after, end == null || (before != null && before.isBefore(end)) ? before : end);
    }

    /** A cursor is the place of the last event looked at. */
    private static @Nullable Place place(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String[] parts = cursor.split("\\.", 2);
            return new Place(Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS), Long.parseLong(parts[1]));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException | ArithmeticException e) {
            throw Problem.invalid("cursor", "must be the next of an answer").exception();
        }
    }

    private static String cursor(Place place) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, place.time()) + "." + place.index();
    }

    /** The indexes of a run's events; there are few. */
    private static List<Long> ofRun(AuditLog log, String run) {
        EntryPage page = Await.on(() -> log.entries(new EntryQuery(
                null, -1, EntryQuery.MAX_LIMIT, EntryFilter.where().run(run).build())));
        return page.entries().stream()
                .filter(entry -> entry.kind().startsWith("lineage."))
                .map(entry -> entry.name().index())
                .toList();
    }

    /** One answer in the making. */
    private final class Reading {
        private final AuditLog log;
        private final Asked asked;
        private final NamespaceLimits limits;
        private final List<JsonNode> events = new ArrayList<>();
        private final List<String> entries = new ArrayList<>();
        private final List<String> caveats = new ArrayList<>();
        private int skip;
        private int looked;
        private @Nullable Place last;
        private @Nullable Place shown;
        private boolean more;

        Reading(AuditLog log, Asked asked, NamespaceLimits limits) {
            this.log = log;
            this.limits = limits;
            this.asked = asked;
            this.skip = asked.offset();
            this.last = asked.cursor();
        }

        void all() {
            more = true;
            while (more && looked < MOST_LOOKED_AT) {
                List<Place> next =
                        times.list(log.name().value(), asked.stretch(), asked.direction(), last, MOST_EVENTS);
                more = next.size() == MOST_EVENTS;
                if (take(next)) {
                    more = true;
                    return;
                }
            }
            if (more) {
                caveats.add("truncated");
            }
        }

        void these(List<Place> ofRun) {
            Place after = asked.cursor();
            int from = after == null ? 0 : ofRun.indexOf(after) + 1;
            more = take(ofRun.subList(from, ofRun.size()));
        }

        /** Takes what is wanted of some entries; true when the page is full. */
        private boolean take(List<Place> places) {
            for (Place place : places) {
                if (events.size() == asked.limit()) {
                    return true;
                }
                last = place;
                looked++;
                if (add(place.index())) {
                    shown = place;
                }
            }
            return false;
        }

        /** Says whether it is an event of the answer. */
        private boolean add(long at) {
            Optional<Entry> entry = Await.on(() -> log.entry(at));
            if (entry.isPresent() && !(EntrySight.shows(limits, entry.get()) && asked.wants(entry.get()))) {
                return false;
            }
            Optional<JsonNode> event = entry.map(Entry::payload)
                    .map(payload -> StrictJson.parse(payload.stored().utf8()));
            if (event.isEmpty()) {
                caveats.add("erased");
            } else if (skip-- <= 0) {
                events.add(event.get());
                entries.add(log.name() + ":" + at);
                return true;
            }
            return false;
        }

        /** Whoever may not know of all events goes on after one that was shown, if any was: other places name what is hidden. */
        Events answer(long total) {
            Place end = limits.isAll() || shown == null ? last : shown;
            return new Events(
                    events,
                    limits.isAll() ? total : events.size(),
                    entries,
                    more && end != null ? cursor(end) : null,
                    caveats.stream().distinct().toList());
        }
    }
}
