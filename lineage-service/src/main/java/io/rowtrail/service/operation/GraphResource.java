package io.rowtrail.service.operation;

import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.log.LogFollower;
import io.rowtrail.service.projector.Projections;
import io.rowtrail.service.projector.TenantGraphs;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The graph of the caller's tenant as a whole: exported, or dropped and built anew from the log. */
@Path("/api/v1/graph")
@Tag(name = "Operation")
@Blocking
public class GraphResource {
    private final TenantGraphs graphs;
    private final Projections projections;
    private final Callers callers;

    @Inject
    GraphResource(TenantGraphs graphs, Projections projections, Callers callers) {
        this.graphs = graphs;
        this.projections = projections;
        this.callers = callers;
    }

    /**
     * A replay.
     *
     * @param state {@code replaying} or {@code done}
     * @param entries how many entries the log has
     * @param folded how many of them the graph has
     * @param skipped how many of those it could not take
     */
    record Replay(String state, String entries, String folded, String skipped) {
        static Replay of(LogFollower.Status status) {
            return new Replay(
                    status.lag() == 0 ? "done" : "replaying",
                    Long.toString(status.tail()),
                    Long.toString(status.applied()),
                    Long.toString(status.skipped()));
        }
    }

    @GET
    @Path("/export")
    @Produces("application/x-ndjson")
    @RolesAllowed(Roles.ENGINEER)
    @Operation(summary = "The graph as canonical sorted NDJSON", description = "form=full or form=facts")
    public StreamingOutput export(@QueryParam("form") @Nullable String form) {
        ExportForm wanted = Params.choice("form", form, ExportForm.FULL);
        Caller caller = callers.current();
        if (!caller.namespaces().isAll()) {
            throw Problem.forbidden("an export holds all namespaces, and the caller may know of some only")
                    .exception();
        }
        LineageGraph graph = graphs.of(caller.tenant());
        return out -> graph.export(wanted, line -> {
            try {
                out.write(line.getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @POST
    @Path("/replay")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "Drop the graph and build it anew from the log")
    public Response replay() {
        long entries = projections.replayGraph(callers.current().tenant());
        return Response.accepted(new Replay("replaying", Long.toString(entries), "0", "0"))
                .build();
    }

    @GET
    @Path("/replay")
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMIN)
    @Operation(summary = "How far the graph is built from the log")
    public Replay progress() {
        return Replay.of(projections.graph(callers.current().tenant()));
    }
}
