package io.rowtrail.service.lineage;

import io.rowtrail.graph.Direction;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.Params;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/lineage}: the graph around a dataset or a job. */
@Path("/api/v1")
@Tag(name = "Lineage")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class LineageResource {
    private final LineageReader graph;
    private final Nodes nodes;
    private final NodeData data;

    @Inject
    LineageResource(LineageReader graph, Nodes nodes, NodeData data) {
        this.graph = graph;
        this.nodes = nodes;
        this.data = data;
    }

    /** Datasets and jobs reachable from a dataset or a job. */
    @GET
    @Path("/lineage")
    @Operation(summary = "Datasets and jobs upstream and downstream of a node")
    public GraphAnswer lineage(
            @QueryParam("nodeId") @Nullable String nodeId,
            @QueryParam("direction") @Nullable String direction,
            @BeanParam WalkParams params) {
        TimePoint at = params.time.at();
        NodeId start = nodes.known("nodeId", nodeId, at);
        if (start instanceof ColumnRef || start instanceof RunId) {
            throw Problem.invalid("nodeId", "must be a dataset or a job").exception();
        }
        Lineage lineage = graph.lineage(params.query(start, Params.choice("direction", direction, Direction.BOTH), 20))
                .orElseThrow(() -> Problem.notFound("no such node").exception());
        Cut<Lineage.Node> cut = Cut.of(lineage.nodes(), params.skip(), Lineage.Node::id);
        GraphAnswer.Edges edges = new GraphAnswer.Edges();
        for (Lineage.Edge edge : lineage.edges()) {
            if (cut.has(edge.from(), edge.to())) {
                edges.add(edge.from(), edge.to(), edge.kind().name(), edge.facts());
            }
        }
        List<NodeId> ids = cut.nodes().stream().map(Lineage.Node::id).toList();
        NodeData.Known known = data.of(ids, edges, at);
        return new GraphAnswer(
                cut.nodes().stream()
                        .map(node -> edges.node(node.id(), known.type(node.id()), known.of(node.id()), node.distance()))
                        .toList(),
                Cut.caveats(lineage),
                Nodes.ids(lineage.frontier()),
                lineage.hidden(),
                params.next(lineage.truncated(), lineage.nodes().size()));
    }
}
