package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.ColumnGraph;
import io.rowtrail.graph.Direction;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
@WhileThere
public class ImpactResource {
    private static final String CSV = "text/csv";

    private final LineageReader graph;
    private final Nodes nodes;

    @Inject
    ImpactResource(LineageReader graph, Nodes nodes) {
        this.graph = graph;
        this.nodes = nodes;
    }

    /** What a change of a node would touch. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Impact(
            String nodeId,
            Counts counts,
            List<Item> items,
            List<String> caveats,
            List<String> frontier,
            int hidden,
            @Nullable String next) {}

    /** How many of each kind this answer has. */
    record Counts(long datasets, long jobs, long columns) {
        static Counts of(List<Item> items) {
            return new Counts(count(items, "DATASET"), count(items, "JOB"), count(items, "DATASET_FIELD"));
        }

        private static long count(List<Item> items, String type) {
            return items.stream().filter(item -> item.type().equals(type)).count();
        }
    }

    /** One node and how many steps away it is. */
    record Item(String nodeId, String type, int distance) {}

    /** JSON, or the lines of RFC 4180 for who asks for {@code text/csv} first. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(
            summary = "Everything made from a dataset, job or column; as JSON or text/csv",
            description =
                    "Beside the lines, Rowtrail-Caveats, -Hidden and -Next say what JSON says in caveats, hidden and next")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Impact.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response impact(
            @QueryParam("nodeId") @Nullable String nodeId, @BeanParam WalkParams params, @Context HttpHeaders headers) {
        NodeId start = nodes.known("nodeId", nodeId, params.time.at());
        if (start instanceof RunId) {
            throw Problem.invalid("nodeId", "must be a dataset, a job or a datasetField")
                    .exception();
        }
        LineageQuery query = params.query(start, Direction.DOWNSTREAM, 1_000);
        Impact impact = start instanceof ColumnRef ? columns(start, query, params) : datasets(start, query, params);
        boolean lines = CSV.equals(headers.getAcceptableMediaTypes().get(0).toString());
        return lines
                ? Response.ok(csv(impact), CSV)
                        .header("Rowtrail-Caveats", String.join(",", impact.caveats()))
                        .header("Rowtrail-Hidden", impact.hidden())
                        .header("Rowtrail-Next", impact.next())
                        .build()
                : Response.ok(impact, MediaType.APPLICATION_JSON).build();
    }

    private static String csv(Impact impact) {
        return impact.items().stream()
                .map(item -> '"' + item.nodeId().replace("\"", "\"\"") + "\"," + item.type() + ',' + item.distance())
                .collect(Collectors.joining("\r\n", "nodeId,type,distance\r\n", "\r\n"));
    }

    private Impact datasets(NodeId start, LineageQuery query, WalkParams params) {
        Lineage lineage = graph.lineage(query)
                .orElseThrow(() -> Problem.notFound("no such node").exception());
        List<Item> items = Cut.of(lineage.nodes(), params.skip(), Lineage.Node::id).nodes().stream()
                .filter(node -> !node.id().equals(start))
                .map(node -> item(node.id(), node.distance()))
                .toList();
        return new Impact(
                start.nodeId(),
                Counts.of(items),
                items,
                Cut.caveats(lineage),
                Nodes.ids(lineage.frontier()),
                lineage.hidden(),
                params.next(lineage.truncated(), lineage.nodes().size()));
    }

    private Impact columns(NodeId start, LineageQuery query, WalkParams params) {
        ColumnGraph columns = graph.columnLineage(query)
                .orElseThrow(() -> Problem.notFound("no such node").exception());
        List<Item> items = Cut.of(columns.nodes(), params.skip(), ColumnGraph.Node::column).nodes().stream()
                .filter(node -> !node.column().equals(start))
                .map(node -> item(node.column(), node.distance()))
                .toList();
        return new Impact(
                start.nodeId(),
                Counts.of(items),
                items,
                Cut.caveats(columns),
                Nodes.ids(columns.frontier()),
                columns.hidden(),
                params.next(columns.truncated(), columns.nodes().size()));
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
}
