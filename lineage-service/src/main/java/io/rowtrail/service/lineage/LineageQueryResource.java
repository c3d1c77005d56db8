package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.Direction;
import io.rowtrail.graph.Limits;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/lineage} and {@code /column-lineage}. */
@Path("/api/v1")
@Tag(name = "Lineage")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
public class LineageQueryResource {
    /** With more nodes than this an answer names them and leaves their details to the catalogue calls. */
    private static final int DETAILED = 60;

    private final LineageGraph graph;
    private final Nodes nodes;

    @Inject
    LineageQueryResource(LineageGraph graph, Nodes nodes) {
        this.graph = graph;
        this.nodes = nodes;
    }

    /** A graph of datasets and jobs, or of columns. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(List<Node> graph, List<String> caveats, List<String> frontier) {}

    /** A node with the edges at it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Node(
            String id,
            String type,
            @Nullable Object data,
            int distance,
            List<Shapes.Edge> inEdges,
            List<Shapes.Edge> outEdges) {}

    /** A column and what goes into it. */
    record Column(String namespace, String dataset, String field, List<Input> inputFields) {}

    /** One way one column goes into another. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Input(
            String namespace,
            String dataset,
            String field,
            String transformationType,
            String transformationSubtype,
            String transformationDescription,
            @Nullable Boolean masking,
            @Nullable String job,
            List<String> evidence) {}

    /** Datasets and jobs reachable from a dataset or a job. */
    @GET
    @Path("/lineage")
    @Operation(summary = "Datasets and jobs upstream and downstream of a node")
    public Answer lineage(
            @QueryParam("nodeId") @Nullable String nodeId,
            @QueryParam("depth") @Nullable String depth,
            @QueryParam("direction") @Nullable String direction,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("knownAt") @Nullable String knownAt,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("attempted") @Nullable String attempted) {
        NodeId start = nodes.known("nodeId", nodeId);
        if (start instanceof ColumnRef || start instanceof RunId) {
            throw Problem.invalid("nodeId", "must be a dataset or a job").exception();
        }
        LineageQuery query = LineageQuery.of(
                        start,
                        Params.integer("depth", depth, 20, 0, 1_000),
                        Params.choice("direction", direction, Direction.BOTH))
                .at(new TimePoint(Params.instant("asOf", asOf), Params.instant("knownAt", knownAt)))
                .within(limits(limit));
        Lineage lineage = graph.lineage(Params.flag("attempted", attempted) ? query.withAttempted() : query)
                .orElseThrow(() -> Problem.notFound("no such node").exception());
        return answer(lineage);
    }

    private Answer answer(Lineage lineage) {
        boolean detailed = lineage.nodes().size() <= DETAILED;
        Map<String, List<Shapes.Edge>> in = new LinkedHashMap<>();
        Map<String, List<Shapes.Edge>> out = new LinkedHashMap<>();
        for (Lineage.Edge edge : lineage.edges()) {
            Shapes.Edge shape = Shapes.Edge.of(edge.from().nodeId(), edge.to().nodeId(), edge.facts());
            in.computeIfAbsent(shape.destination(), key -> new ArrayList<>()).add(shape);
            out.computeIfAbsent(shape.origin(), key -> new ArrayList<>()).add(shape);
        }
        List<Node> all = lineage.nodes().stream()
                .map(node -> node(node.id(), node.distance(), detailed, in, out))
                .toList();
        return new Answer(all, caveats(lineage.truncated()), ids(lineage.frontier()));
    }

    private Node node(
            NodeId id,
            int distance,
            boolean detailed,
            Map<String, List<Shapes.Edge>> in,
            Map<String, List<Shapes.Edge>> out) {
        String text = id.nodeId();
        return new Node(
                text,
                id instanceof JobId ? "JOB" : "DATASET",
                data(id, detailed),
                distance,
                in.getOrDefault(text, List.of()),
                out.getOrDefault(text, List.of()));
    }

    private Object data(NodeId id, boolean detailed) {
        if (id instanceof DatasetId dataset) {
            return detailed
                    ? graph.dataset(dataset).<Object>map(Shapes.Dataset::of).orElseGet(() -> Shapes.Name.of(dataset))
                    : Shapes.Name.of(dataset);
        }
        JobId job = (JobId) id;
        return detailed
                ? graph.job(job).<Object>map(Shapes.Job::of).orElseGet(() -> Shapes.Name.of(job))
                : Shapes.Name.of(job);
    }

    /** Columns reachable from a column or a dataset's columns. */
    @GET
    @Path("/column-lineage")
    @Operation(summary = "Columns that go into a column, and with withDownstream also those it goes into")
    public Answer columnLineage(
            @QueryParam("nodeId") @Nullable String nodeId,
            @QueryParam("depth") @Nullable String depth,
            @QueryParam("withDownstream") @Nullable String withDownstream,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("knownAt") @Nullable String knownAt,
            @QueryParam("limit") @Nullable String limit) {
        NodeId start = nodes.known("nodeId", nodeId);
        if (start instanceof JobId || start instanceof RunId) {
            throw Problem.invalid("nodeId", "must be a dataset or a datasetField")
                    .exception();
        }
        LineageQuery query = LineageQuery.of(
                        start,
                        Params.integer("depth", depth, 20, 0, 1_000),
                        Params.flag("withDownstream", withDownstream) ? Direction.BOTH : Direction.UPSTREAM)
                .at(new TimePoint(Params.instant("asOf", asOf), Params.instant("knownAt", knownAt)))
                .within(limits(limit));
        ColumnGraph columns = graph.columnLineage(query)
                .orElseThrow(() -> Problem.notFound("no such node").exception());
        return answer(columns);
    }

    private static Answer answer(ColumnGraph columns) {
        Map<ColumnRef, List<Input>> inputs = new LinkedHashMap<>();
        Map<String, List<Shapes.Edge>> in = new LinkedHashMap<>();
        Map<String, List<Shapes.Edge>> out = new LinkedHashMap<>();
        for (ColumnGraph.Edge edge : columns.edges()) {
            ColumnRef from = edge.edge().from();
            ColumnRef to = edge.edge().to();
            inputs.computeIfAbsent(to, key -> new ArrayList<>())
                    .add(new Input(
                            from.dataset().namespace(),
                            from.dataset().name(),
                            from.field(),
                            edge.edge().transformation().type(),
                            edge.edge().transformation().subtype(),
                            edge.edge().transformation().description(),
                            edge.edge().transformation().masking(),
                            edge.job() == null ? null : edge.job().nodeId(),
                            Shapes.entries(edge.facts().evidence())));
            Shapes.Edge shape = Shapes.Edge.of(from.nodeId(), to.nodeId(), edge.facts());
            in.computeIfAbsent(shape.destination(), key -> new ArrayList<>()).add(shape);
            out.computeIfAbsent(shape.origin(), key -> new ArrayList<>()).add(shape);
        }
        List<Node> all = new ArrayList<>();
        for (ColumnGraph.Node node : columns.nodes()) {
            ColumnRef column = node.column();
            Column data = new Column(
                    column.dataset().namespace(),
                    column.dataset().name(),
                    column.field(),
                    inputs.getOrDefault(column, List.of()));
            String id = column.nodeId();
            all.add(new Node(
                    id,
                    column.isWhole() ? "DATASET" : "DATASET_FIELD",
                    data,
                    node.distance(),
                    in.getOrDefault(id, List.of()),
                    out.getOrDefault(id, List.of())));
        }
        return new Answer(all, caveats(columns.truncated()), ids(columns.frontier()));
    }

    private static Limits limits(@Nullable String limit) {
        int nodes = Params.integer("limit", limit, 2_000, 1, 20_000);
        return new Limits(nodes, nodes * 20, Duration.ofSeconds(10));
    }

    private static List<String> caveats(boolean truncated) {
        return truncated ? List.of("truncated") : List.of();
    }

    private static List<String> ids(List<? extends NodeId> frontier) {
        return frontier.stream().map(NodeId::nodeId).toList();
    }
}
