package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.identity.SecurityIdentity;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.EntryFilter;
import io.rowtrail.audit.EntryPage;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.RunView;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Runs, their facets, and the events as they were received but for the masked places. */
@Path("/api/v1")
@Tag(name = "Catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
public class RunResource {
    private static final int MOST_EVENTS = 200;

    private final LineageGraph graph;
    private final AuditLogs logs;
    private final ReadLog reads;
    private final SecurityIdentity caller;

    @Inject
    RunResource(LineageGraph graph, AuditLogs logs, ReadLog reads, SecurityIdentity caller) {
        this.graph = graph;
        this.logs = logs;
        this.reads = reads;
        this.caller = caller;
    }

    /** The facets of a run, the newest of each. */
    record Facets(String runId, Map<String, JsonNode> facets, List<String> caveats) {}

    /** An event as it is kept. */
    record Event(String entry, @JsonRawValue String event) {}

    /** A page of events. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Events(List<Event> events, @Nullable String next, List<String> caveats) {}

    @GET
    @Path("/jobs/runs/{id}")
    @Operation(summary = "A run")
    public Shapes.Run run(@PathParam("id") String id) {
        return Shapes.Run.of(known(id));
    }

    @GET
    @Path("/jobs/runs/{id}/facets")
    @Operation(summary = "The facets of a run, the newest of each", description = "type=run or type=job")
    public Facets facets(@PathParam("id") String id, @QueryParam("type") @Nullable String type) {
        String entity = type == null ? "run" : type;
        if (!entity.equals("run") && !entity.equals("job")) {
            throw Problem.invalid("type", "must be run or job").exception();
        }
        RunView run = known(id);
        reads.record(caller.getPrincipal().getName(), "run.facets", run.job().nodeId());
        TreeMap<String, JsonNode> events = new TreeMap<>();
        List<String> caveats = new ArrayList<>();
        for (EntryRef evidence : run.evidence()) {
            if (events.size() == MOST_EVENTS) {
                caveats.add("truncated");
                break;
            }
            Await.on(() -> logs.events().entry(evidence.index()))
                    .map(Entry::payload)
                    .map(payload -> StrictJson.parse(payload.stored().utf8()))
                    .ifPresentOrElse(
                            event -> events.put(event.path("eventTime").asText() + " " + evidence.index(), event),
                            () -> caveats.add("erased"));
        }
        TreeMap<String, JsonNode> facets = new TreeMap<>();
        for (JsonNode event : events.values()) {
            for (Iterator<Map.Entry<String, JsonNode>> all =
                            event.path(entity).path("facets").fields();
                    all.hasNext(); ) {
                Map.Entry<String, JsonNode> facet = all.next();
                facets.put(facet.getKey(), facet.getValue());
            }
        }
        return new Facets(run.id().uuid(), facets, caveats);
    }

    @GET
    @Path("/events/lineage")
    @Operation(summary = "Events as they are kept, in the order of the log")
    public Events events(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("run") @Nullable String run) {
        AuditLog log = logs.events();
        int most = Params.integer("limit", limit, 50, 1, MOST_EVENTS);
        long after = Params.number("cursor", cursor, -1, -1, Long.MAX_VALUE);
        reads.record(caller.getPrincipal().getName(), "events.read", log.name().value());
        List<Event> events = new ArrayList<>();
        List<String> caveats = new ArrayList<>();
        long last = after;
        boolean more = true;
        while (more && events.size() < most) {
            long from = last;
            EntryPage page = Await.on(() -> log.entries(new EntryQuery(
                    null, from, most, EntryFilter.where().run(run).build())));
            more = page.more();
            for (Entry entry : page.entries()) {
                if (events.size() == most) {
                    more = true;
                    break;
                }
                last = entry.name().index();
                if (entry.kind().startsWith("lineage.")) {
                    add(log, last, events, caveats);
                }
            }
            if (page.entries().isEmpty()) {
                break;
            }
        }
        return new Events(events, more ? Long.toString(last) : null, caveats);
    }

    private static void add(AuditLog log, long index, List<Event> events, List<String> caveats) {
        Await.on(() -> log.entry(index))
                .map(Entry::payload)
                .ifPresentOrElse(
                        payload -> events.add(new Event(
                                log.name() + ":" + index, payload.stored().utf8())),
                        () -> caveats.add("erased"));
    }

    private RunView known(String id) {
        return graph.run(Nodes.run("id", id))
                .orElseThrow(() -> Problem.notFound("no such run").exception());
    }
}
