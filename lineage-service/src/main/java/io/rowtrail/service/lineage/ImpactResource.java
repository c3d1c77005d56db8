package io.rowtrail.service.lineage;

import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.Direction;
import io.rowtrail.graph.Limits;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LineageQuery;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/impact}: everything made from a node, as a flat list. */
@Path("/api/v1/impact")
@Tag(name = "Lineage")
@RolesAllowed(Roles.ENGINEER)
@Blocking
public class ImpactResource {
    private static final String CSV = "text/csv";

    private final LineageGraph graph;
    private final Nodes nodes;

    @Inject
    ImpactResource(LineageGraph graph, Nodes nodes) {
        this.graph = graph;
        this.nodes = nodes;
    }

    /** What a change of a node would touch. */
    record Impact(String nodeId, Counts counts, List<Item> items, List<String> caveats, List<String> frontier) {}

    /** How many of each kind. */
    record Counts(long datasets, long jobs, long columns) {}

    /** One node and how many steps away it is. */
    record Item(String nodeId, String type, int distance) {}

    /** JSON, or the lines of RFC 4180 for who asks for {@code text/csv} first. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(summary = "Everything made from a dataset, job or column; as JSON or text/csv")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Impact.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response impact(
            @QueryParam("nodeId") @Nullable String nodeId,
            @QueryParam("depth") @Nullable String depth,
            @QueryParam("limit") @Nullable String limit,
            @Context HttpHeaders headers) {
        NodeId start = nodes.known("nodeId", nodeId);
        if (start instanceof RunId) {
            throw Problem.invalid("nodeId", "must be a dataset, a job or a datasetField")
                    .exception();
        }
        int most = Params.integer("limit", limit, 2_000, 1, 20_000);
        LineageQuery query = LineageQuery.of(
                        start, Params.integer("depth", depth, 1_000, 0, 1_000), Direction.DOWNSTREAM)
                .within(new Limits(most, most * 20, Duration.ofSeconds(10)));
        Impact impact = start instanceof ColumnRef ? columns(start, query) : datasets(start, query);
        boolean lines = CSV.equals(headers.getAcceptableMediaTypes().get(0).toString());
        return lines
                ? Response.ok(csv(impact), CSV).build()
                : Response.ok(impact, MediaType.APPLICATION_JSON).build();
    }

    private static String csv(Impact impact) {
        return impact.items().stream()
                .map(item -> '"' + item.nodeId().replace("\"", "\"\"") + "\"," + item.type() + ',' + item.distance())
                .collect(Collectors.joining("\r\n", "nodeId,type,distance\r\n", "\r\n"));
    }

    private Impact datasets(NodeId start, LineageQuery query) {
        Lineage lineage = graph.lineage(query)
                .orElseThrow(() -> Problem.notFound("no such node").exception());
        List<Item> items = lineage.nodes().stream()
                .filter(node -> !node.id().equals(start))
                .map(node -> item(node.id(), node.distance()))
                .toList();
        return impact(start, items, lineage.truncated(), lineage.frontier());
    }

    private Impact columns(NodeId start, LineageQuery query) {
        ColumnGraph columns = graph.columnLineage(query)
                .orElseThrow(() -> Problem.notFound("no such node").exception());
        List<Item> items = columns.nodes().stream()
                .filter(node -> !node.column().equals(start))
                .map(node -> item(node.column(), node.distance()))
                .toList();
        return impact(start, items, columns.truncated(), columns.frontier());
    }

    private static Impact impact(NodeId start, List<Item> items, boolean truncated, List<? extends NodeId> frontier) {
        Counts counts = new Counts(count(items, "DATASET"), count(items, "JOB"), count(items, "DATASET_FIELD"));
        return new Impact(
                start.nodeId(),
                counts,
                items,
                truncated ? List.of("truncated") : List.of(),
                frontier.stream().map(NodeId::nodeId).toList());
    }

    private static Item item(NodeId id, int distance) {
        String type = "DATASET_FIELD";
        if (id instanceof DatasetId || (id instanceof ColumnRef column && column.isWhole())) {
            type = "DATASET";
        } else if (id instanceof JobId) {
            type = "JOB";
        }
        return new Item(id.nodeId(), type, distance);
    }

    private static long count(List<Item> items, String type) {
        return items.stream().filter(item -> item.type().equals(type)).count();
    }
}
