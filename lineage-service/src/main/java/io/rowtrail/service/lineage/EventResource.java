package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.EntryFilter;
import io.rowtrail.audit.EntryPage;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.http.WhileThere;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.EntrySight;
import io.rowtrail.service.security.NamespaceLimits;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
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
    private final EventIndex index;
    private final ReadLog reads;
    private final Callers callers;

    @Inject
    EventResource(AuditLogs logs, EventIndex index, ReadLog reads, Callers callers) {
        this.logs = logs;
        this.index = index;
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
            summary = "Events as they are kept, newest in the log first",
            description = "sortDirection=desc or asc; before and after bound the event time; run= of one run")
    public Events events(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("before") @Nullable String before,
            @QueryParam("after") @Nullable String after,
            @QueryParam("sortDirection") @Nullable String sortDirection,
            @QueryParam("run") @Nullable String run) {
        Caller caller = callers.current();
        AuditLog log = logs.events(caller.tenant());
        Asked asked = new Asked(
                Params.integer("limit", limit, 100, 1, MOST_EVENTS),
                Params.integer("offset", offset, 0, 0, MOST_LOOKED_AT),
                Params.choice("sortDirection", sortDirection, Direction.DESC),
                Params.instant("before", before),
                Params.instant("after", after),
                Params.number("cursor", cursor, -1, -1, Long.MAX_VALUE));
        reads.record(caller.tenant(), caller.name(), "events.read", log.name().value());
        Reading reading = new Reading(log, asked, caller.namespaces());
        if (run == null || run.isEmpty()) {
            reading.all();
            return reading.answer(index.count(log));
        }
        List<Long> ofRun = ofRun(log, run);
        reading.these(ofRun);
        return reading.answer(ofRun.size());
    }

    /** Which end of the log comes first. */
    enum Direction {
        DESC,
        ASC
    }

    private record Asked(
            int limit,
            int offset,
            Direction direction,
            @Nullable Instant before,
            @Nullable Instant after,
            long cursor) {
        boolean wants(JsonNode event) {
            if (before == null && after == null) {
                return true;
            }
            try {
                Instant time =
                        OffsetDateTime.parse(event.path("eventTime").asText()).toInstant();
                return (before == null || time.isBefore(before)) && (after == null || !time.isBefore(after));
            } catch (DateTimeException e) {
                return false;
            }
        }
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
        private long last;
        private boolean more;

        Reading(AuditLog log, Asked asked, NamespaceLimits limits) {
            this.log = log;
            this.limits = limits;
            this.asked = asked;
            this.skip = asked.offset();
            this.last = asked.cursor();
        }

        void all() {
            boolean newest = asked.direction() == Direction.DESC;
            if (last < 0 && newest) {
                last = Long.MAX_VALUE;
            }
            more = true;
            while (more && looked < MOST_LOOKED_AT) {
                List<Long> next = newest ? index.before(log, last, MOST_EVENTS) : index.after(log, last, MOST_EVENTS);
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

        void these(List<Long> indexes) {
            take(indexes.stream().filter(at -> at > asked.cursor()).sorted().toList());
        }

        /** Takes what is wanted of some entries; true when the page is full. */
        private boolean take(List<Long> indexes) {
            for (long at : indexes) {
                if (events.size() == asked.limit()) {
                    return true;
                }
                last = at;
                looked++;
                add(at);
            }
            return false;
        }

        private void add(long at) {
            Optional<Entry> entry = Await.on(() -> log.entry(at));
            if (entry.isPresent() && !EntrySight.shows(limits, entry.get())) {
                return;
            }
            Optional<JsonNode> event = entry.map(Entry::payload)
                    .map(payload -> StrictJson.parse(payload.stored().utf8()));
            if (event.isEmpty()) {
                caveats.add("erased");
            } else if (asked.wants(event.get()) && skip-- <= 0) {
                events.add(event.get());
                entries.add(log.name() + ":" + at);
            }
        }

        Events answer(long total) {
            return new Events(
                    events,
                    limits.isAll() ? total : events.size(),
                    entries,
                    more ? Long.toString(last) : null,
                    caveats.stream().distinct().toList());
        }
    }
}
