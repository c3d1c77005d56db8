package io.rowtrail.service.lineage;

import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.Direction;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.Paths;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.WhileThere;
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
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/path}: how data gets from one node to another. */
@Path("/api/v1/path")
@Tag(name = "Lineage")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class PathResource {
    private final LineageReader graph;
    private final Nodes nodes;

    @Inject
    PathResource(LineageReader graph, Nodes nodes) {
        this.graph = graph;
        this.nodes = nodes;
    }

    /**
     * Every shortest way, as one graph.
     *
     * @param found whether there is any; with the caveat {@code truncated} none was found within the limits
     */
    record Ways(
            String from,
            String to,
            boolean found,
            List<Step> nodes,
            List<Object> edges,
            List<String> caveats,
            int hidden) {}

    /** A node on the way and how many steps of the start it is. */
    record Step(String id, String type, int distance) {}

    /** An edge between columns. */
    record ColumnStep(Shapes.Mapping mapping, @Nullable String job, boolean current, Shapes.Edge edge) {
        static ColumnStep of(ColumnGraph.Edge edge) {
            NodeId job = edge.job();
            return new ColumnStep(
                    Shapes.Mapping.of(edge.edge()),
                    job == null ? null : job.nodeId(),
                    edge.current(),
                    Shapes.Edge.of(edge.edge().from().nodeId(), edge.edge().to().nodeId(), "DERIVE", edge.facts()));
        }
    }

    @GET
    @Operation(
            summary = "Every shortest way from one dataset, job or column to another, as nodes and edges",
            description = "Between columns an edge has mapping, job and edge; otherwise it is the edge itself")
    public Ways path(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @BeanParam WalkParams params) {
        NodeId start = end("from", from, params.time.at());
        NodeId goal = end("to", to, params.time.at());
        if (start instanceof ColumnRef != goal instanceof ColumnRef) {
            throw Problem.invalid("to", "must be a datasetField where from is one, and only there")
                    .exception();
        }
        Paths paths = graph.paths(params.query(start, Direction.DOWNSTREAM, 1_000), goal)
                .orElseThrow(() -> Problem.notFound("no such node").exception());
        List<Object> edges = new ArrayList<>();
        for (Lineage.Edge edge : paths.edges()) {
            edges.add(Shapes.Edge.of(
                    edge.from().nodeId(), edge.to().nodeId(), edge.kind().name(), edge.facts()));
        }
        paths.columns().forEach(edge -> edges.add(ColumnStep.of(edge)));
        return new Ways(
                start.nodeId(),
                goal.nodeId(),
                !paths.nodes().isEmpty(),
                paths.nodes().stream()
                        .map(node -> new Step(node.id().nodeId(), type(node.id()), node.distance()))
                        .toList(),
                edges,
                Cut.caveats(paths.truncated(), paths.hidden()),
                paths.hidden());
    }

    private NodeId end(String parameter, @Nullable String text, TimePoint at) {
        NodeId node = nodes.known(parameter, text, at);
        if (node instanceof RunId) {
            throw Problem.invalid(parameter, "must be a dataset, a job or a datasetField")
                    .exception();
        }
        return node;
    }

    private static String type(NodeId id) {
        if (id instanceof ColumnRef column) {
            return column.isWhole() ? "DATASET" : "DATASET_FIELD";
        }
        return id instanceof JobId ? "JOB" : "DATASET";
    }
}
