package io.rowtrail.service.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Entry;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.RunView;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.http.WhileThere;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.EntrySight;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Runs and their facets, as they were received but for the masked places. */
@Path("/api/v1")
@Tag(name = "Catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class RunResource {
    private static final int MOST_EVENTS = 200;

    private final LineageReader graph;
    private final AuditLogs logs;
    private final ReadLog reads;
    private final Callers callers;

    @Inject
    RunResource(LineageReader graph, AuditLogs logs, ReadLog reads, Callers callers) {
        this.graph = graph;
        this.logs = logs;
        this.reads = reads;
        this.callers = callers;
    }

    /** The facets of a run, the newest of each. */
    record Facets(String runId, Map<String, JsonNode> facets, List<String> caveats) {}

    @GET
    @Path("/jobs/runs/{id}")
    @Operation(summary = "A run")
    public RunShapes.Run run(@PathParam("id") String id, @BeanParam TimeParams time) {
        return RunShapes.Run.of(known(time.of(graph), id));
    }

    @GET
    @Path("/jobs/runs/{id}/facets")
    @Operation(summary = "The facets of a run, the newest of each", description = "type=run or type=job")
    public Facets facets(
            @PathParam("id") String id, @QueryParam("type") @Nullable String type, @BeanParam TimeParams time) {
        String entity = type == null ? "run" : type;
        if (!entity.equals("run") && !entity.equals("job")) {
            throw Problem.invalid("type", "must be run or job").exception();
        }
        RunView run = known(time.of(graph), id);
        Caller caller = callers.current();
        AuditLog log = logs.events(caller.tenant());
        reads.record(caller.tenant(), caller.name(), "run.facets", run.job().nodeId());
        TreeMap<String, JsonNode> events = new TreeMap<>();
        List<String> caveats = new ArrayList<>();
        for (EntryRef evidence : run.evidence()) {
            if (events.size() == MOST_EVENTS) {
                caveats.add("truncated");
                break;
            }
            Optional<Entry> entry = Await.on(() -> log.entry(evidence.index()));
            if (entry.isPresent() && !EntrySight.shows(caller.namespaces(), entry.get())) {
                caveats.add("hidden");
                continue;
            }
            entry.map(Entry::payload)
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

    private static RunView known(LineageReader reader, String id) {
        return reader.run(Nodes.run("id", id))
                .orElseThrow(() -> Problem.notFound("no such run").exception());
    }
}
