package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.Direction;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.facts.Schema;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/column-lineage}: the graph around a column or the columns of a dataset. */
@Path("/api/v1/column-lineage")
@Tag(name = "Lineage")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class ColumnLineageResource {
    /** Of more datasets than this the types of columns are left to the catalogue's calls. */
    private static final int TYPED = 200;

    private final LineageReader graph;
    private final Nodes nodes;

    @Inject
    ColumnLineageResource(LineageReader graph, Nodes nodes) {
        this.graph = graph;
        this.nodes = nodes;
    }

    /** A column and what goes into it. */
    record Column(
            String namespace,
            String dataset,
            String field,
            String fieldType,
            @Nullable String transformationDescription,
            @Nullable String transformationType,
            List<Input> inputFields) {}

    /**
     * One way one column goes into another.
     *
     * @param current whether the latest run of the job that told of the target's columns tells of it
     */
    record Input(
            String namespace,
            String dataset,
            String field,
            String transformationDescription,
            String transformationType,
            String transformationSubtype,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean masking,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String job,

            boolean current,
            Instant validFrom,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant validTo,

            List<String> evidence) {
        static Input of(ColumnGraph.Edge edge) {
            ColumnRef from = edge.edge().from();
            NodeId job = edge.job();
            return new Input(
                    from.dataset().namespace(),
                    from.dataset().name(),
                    from.field(),
                    edge.edge().transformation().description(),
                    edge.edge().transformation().type(),
                    edge.edge().transformation().subtype(),
                    edge.edge().transformation().masking(),
                    job == null ? null : job.nodeId(),
                    edge.current(),
                    edge.facts().validFrom(),
                    edge.facts().validTo(),
                    Shapes.entries(edge.facts().evidence()));
        }
    }

    /** Columns reachable from a column or a dataset's columns. */
    @GET
    @Operation(summary = "Columns that go into a column, and with withDownstream also those it goes into")
    public GraphAnswer columnLineage(
            @QueryParam("nodeId") @Nullable String nodeId,
            @QueryParam("withDownstream") @Nullable String withDownstream,
            @BeanParam WalkParams params) {
        TimePoint at = params.time.at();
        NodeId start = nodes.known("nodeId", nodeId, at);
        if (start instanceof JobId || start instanceof RunId) {
            throw Problem.invalid("nodeId", "must be a dataset or a datasetField")
                    .exception();
        }
        Direction direction = Params.flag("withDownstream", withDownstream) ? Direction.BOTH : Direction.UPSTREAM;
        ColumnGraph columns = graph.columnLineage(params.query(start, direction, 20))
                .orElseThrow(() -> Problem.notFound("no such node").exception());
        Cut<ColumnGraph.Node> cut = Cut.of(columns.nodes(), params.skip(), ColumnGraph.Node::column);
        Map<ColumnRef, List<Input>> inputs = new HashMap<>();
        GraphAnswer.Edges edges = new GraphAnswer.Edges();
        for (ColumnGraph.Edge edge : columns.edges()) {
            if (cut.has(edge.edge().from(), edge.edge().to())) {
                inputs.computeIfAbsent(edge.edge().to(), key -> new ArrayList<>())
                        .add(Input.of(edge));
                edges.add(edge.edge().from(), edge.edge().to(), "DERIVE", edge.facts());
            }
        }
        Map<ColumnRef, String> types = types(cut.nodes(), at);
        return new GraphAnswer(
                cut.nodes().stream()
                        .map(node -> edges.node(
                                node.column(),
                                node.column().isWhole() ? "DATASET" : "DATASET_FIELD",
                                column(node.column(), types, inputs),
                                node.distance()))
                        .toList(),
                Cut.caveats(columns),
                Nodes.ids(columns.frontier()),
                columns.hidden(),
                params.next(columns.truncated(), columns.nodes().size()));
    }

    private static Column column(ColumnRef column, Map<ColumnRef, String> types, Map<ColumnRef, List<Input>> inputs) {
        return new Column(
                column.dataset().namespace(),
                column.dataset().name(),
                column.field(),
                types.getOrDefault(column, ""),
                null,
                null,
                inputs.getOrDefault(column, List.of()));
    }

    private Map<ColumnRef, String> types(List<ColumnGraph.Node> columns, TimePoint at) {
        Set<DatasetId> datasets = new LinkedHashSet<>();
        columns.forEach(node -> datasets.add(node.column().dataset()));
        Map<ColumnRef, String> types = new HashMap<>();
        if (datasets.size() <= TYPED) {
            graph.at(at).datasets(datasets).forEach((id, view) -> {
                Schema schema = view.schema();
                if (schema != null) {
                    for (Schema.Field field : schema.fields()) {
                        String type = field.type();
                        if (type != null) {
                            types.put(new ColumnRef(id, field.name()), type);
                        }
                    }
                }
            });
        }
        return types;
    }
}
