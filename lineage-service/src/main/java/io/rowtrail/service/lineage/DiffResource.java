package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.ColumnDiff;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.Schema;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/diff}: what two runs did differently. */
@Path("/api/v1/diff")
@Tag(name = "Lineage")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
public class DiffResource {
    private final LineageGraph graph;
    private final Nodes nodes;

    @Inject
    DiffResource(LineageGraph graph, Nodes nodes) {
        this.graph = graph;
        this.nodes = nodes;
    }

    /** The differences between two runs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Diff(
            Shapes.Run from,
            Shapes.Run to,
            boolean same,
            Changed<Shapes.Name> inputs,
            List<DatasetDiff> datasets,
            List<String> caveats,
            List<String> evidence) {}

    /** What only one side has. */
    record Changed<T>(List<T> removed, List<T> added) {
        boolean none() {
            return removed.isEmpty() && added.isEmpty();
        }
    }

    /** The differences in one output. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DatasetDiff(
            String nodeId,
            Changed<Shapes.Mapping> columnEdges,
            int unchangedColumnEdges,
            Changed<Shapes.Field> schema,
            @Nullable Long rowsFrom,
            @Nullable Long rowsTo) {
        boolean none() {
            return columnEdges.none() && schema.none();
        }
    }

    /** Compares two runs, over the outputs of both or over one of them. */
    @GET
    @Operation(summary = "Column edges, schema, inputs and row counts that differ between two runs")
    public Diff diff(
            @QueryParam("nodeId") @Nullable String nodeId,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        RunView left = run("from", from);
        RunView right = run("to", to);
        List<DatasetDiff> datasets = new ArrayList<>();
        for (DatasetId dataset : datasets(nodeId, left, right)) {
            datasets.add(dataset(dataset, left, right));
        }
        Changed<Shapes.Name> inputs = changed(names(left.inputs()), names(right.inputs()));
        List<String> evidence = new ArrayList<>(Shapes.entries(left.evidence()));
        evidence.addAll(Shapes.entries(right.evidence()));
        boolean same = inputs.none() && datasets.stream().allMatch(DatasetDiff::none);
        return new Diff(Shapes.Run.of(left), Shapes.Run.of(right), same, inputs, datasets, List.of(), evidence);
    }

    private RunView run(String parameter, @Nullable String text) {
        return graph.run(Nodes.run(parameter, text))
                .orElseThrow(() -> Problem.notFound("no such run: " + parameter).exception());
    }

    private Collection<DatasetId> datasets(@Nullable String nodeId, RunView left, RunView right) {
        TreeSet<DatasetId> written = new TreeSet<>();
        left.outputs().forEach(mention -> written.add(mention.id()));
        right.outputs().forEach(mention -> written.add(mention.id()));
        if (nodeId == null || nodeId.isEmpty()) {
            return written;
        }
        NodeId node = nodes.known("nodeId", nodeId);
        if (node instanceof JobId) {
            return written;
        }
        if (node instanceof DatasetId dataset) {
            return List.of(dataset);
        }
        throw Problem.invalid("nodeId", "must be a dataset or a job").exception();
    }

    private DatasetDiff dataset(DatasetId dataset, RunView left, RunView right) {
        ColumnDiff columns = graph.columnDiff(dataset, left.id(), right.id());
        Changed<Shapes.Mapping> edges = new Changed<>(
                columns.onlyLeft().stream().map(Shapes.Mapping::of).toList(),
                columns.onlyRight().stream().map(Shapes.Mapping::of).toList());
        Optional<DatasetMention> before = mention(left, dataset);
        Optional<DatasetMention> after = mention(right, dataset);
        Changed<Shapes.Field> schema = changed(fields(before), fields(after));
        return new DatasetDiff(
                dataset.nodeId(),
                edges,
                columns.both(),
                schema,
                rows(before).orElse(null),
                rows(after).orElse(null));
    }

    private static Optional<DatasetMention> mention(RunView run, DatasetId dataset) {
        return run.outputs().stream()
                .filter(mention -> mention.id().equals(dataset))
                .findFirst();
    }

    private static Optional<Long> rows(Optional<DatasetMention> mention) {
        return mention.map(DatasetMention::statistics).map(DatasetMention.Statistics::rows);
    }

    private static Map<String, Shapes.Field> fields(Optional<DatasetMention> mention) {
        TreeMap<String, Shapes.Field> fields = new TreeMap<>();
        Schema schema = mention.map(DatasetMention::schema).orElse(null);
        Shapes.Field.of(schema).forEach(field -> fields.put(field.name() + " " + field.type(), field));
        return fields;
    }

    private static Map<String, Shapes.Name> names(List<DatasetMention> mentions) {
        return mentions.stream()
                .collect(Collectors.toMap(
                        mention -> mention.id().nodeId(),
                        mention -> Shapes.Name.of(mention.id()),
                        (a, b) -> a,
                        TreeMap::new));
    }

    private static <T> Changed<T> changed(Map<String, T> left, Map<String, T> right) {
        TreeMap<String, T> removed = new TreeMap<>(left);
        right.keySet().forEach(removed::remove);
        TreeMap<String, T> added = new TreeMap<>(right);
        left.keySet().forEach(added::remove);
        return new Changed<>(List.copyOf(removed.values()), List.copyOf(added.values()));
    }
}
