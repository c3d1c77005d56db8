package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.WhileThere;
import io.rowtrail.service.lineage.Compared.Changed;
import io.rowtrail.service.lineage.Compared.Pair;
import io.rowtrail.service.lineage.Sides.OfRun;
import io.rowtrail.service.lineage.Sides.Side;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/diff}: what two runs did differently, or what changed between two times. */
@Path("/api/v1/diff")
@Tag(name = "Lineage")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class DiffResource {
    private final LineageReader graph;
    private final Nodes nodes;

    @Inject
    DiffResource(LineageReader graph, Nodes nodes) {
        this.graph = graph;
        this.nodes = nodes;
    }

    /**
     * The differences.
     *
     * @param from the run of this side, or the time with {@code asOf}
     * @param inputs of the runs or the job; of a dataset at two times its edges tell them
     */
    record Diff(
            Object from,
            Object to,
            boolean same,
            Changed<Shapes.Name> inputs,
            List<DatasetDiff> datasets,
            List<String> caveats,
            List<String> evidence) {}

    /** A side that is a time. */
    record Time(Instant asOf) {}

    /** The differences in one dataset. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DatasetDiff(
            String nodeId,
            Changed<Compared.EdgeName> edges,
            Changed<Shapes.Mapping> columnEdges,
            int unchangedColumnEdges,
            Changed<Shapes.Field> schema,
            @Nullable Pair<CodeVersion> codeVersion,
            @Nullable Long rowsFrom,
            @Nullable Long rowsTo) {
        static DatasetDiff of(DatasetId dataset, Compared left, Compared right) {
            Changed<Shapes.Mapping> columns = Changed.of(left.columns(), right.columns());
            return new DatasetDiff(
                    dataset.nodeId(),
                    Changed.of(left.edges(), right.edges()),
                    columns,
                    left.columns().size() - columns.removed().size(),
                    Changed.of(left.fields(), right.fields()),
                    left.code() == null && right.code() == null ? null : new Pair<>(left.code(), right.code()),
                    left.rows(),
                    right.rows());
        }

        /** Other code or another number of rows is told, and is no difference of lineage. */
        boolean none() {
            return edges.none() && columnEdges.none() && schema.none();
        }
    }

    /** Compares two sides, over a dataset or over what a job or the runs wrote. */
    @GET
    @Operation(
            summary = "Edges, column edges, schema, code version and row counts that differ",
            description = "from and to are run:<uuid>, deploy:<id> or a time; nodeId is a dataset or a job, and may be"
                    + " left out between runs")
    public Diff diff(
            @QueryParam("nodeId") @Nullable String nodeId,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        NodeId node = nodeId == null || nodeId.isEmpty() ? null : nodes.known("nodeId", nodeId);
        if (node != null && !(node instanceof DatasetId) && !(node instanceof JobId)) {
            throw Problem.invalid("nodeId", "must be a dataset or a job").exception();
        }
        Sides sides = new Sides(graph);
        Side left = sides.read("from", from, node);
        Side right = sides.read("to", to, node);
        if (left instanceof OfRun before && right instanceof OfRun after) {
            return runs(node, before.run(), after.run());
        }
        if (node == null) {
            throw Problem.invalid("nodeId", "is required unless both sides are runs")
                    .exception();
        }
        return times(node, left, right);
    }

    private Diff runs(@Nullable NodeId node, RunView left, RunView right) {
        TreeSet<DatasetId> datasets = new TreeSet<>();
        if (node instanceof DatasetId dataset) {
            datasets.add(dataset);
        } else {
            left.outputs().forEach(mention -> datasets.add(mention.id()));
            right.outputs().forEach(mention -> datasets.add(mention.id()));
        }
        List<DatasetDiff> diffs = datasets.stream()
                .map(dataset -> DatasetDiff.of(dataset, Compared.of(dataset, left), Compared.of(dataset, right)))
                .toList();
        List<String> evidence = new ArrayList<>(Shapes.entries(left.evidence()));
        evidence.addAll(Shapes.entries(right.evidence()));
        Changed<Shapes.Name> inputs = Changed.of(
                names(left.inputs().stream().map(DatasetMention::id).toList()),
                names(right.inputs().stream().map(DatasetMention::id).toList()));
        return diff(
                RunShapes.Run.of(left),
                RunShapes.Run.of(right),
                inputs,
                diffs,
                Cut.caveats(false, left.hidden() + right.hidden()),
                evidence);
    }

    private Diff times(NodeId node, Side left, Side right) {
        TreeSet<DatasetId> datasets = new TreeSet<>();
        Changed<Shapes.Name> inputs = new Changed<>(List.of(), List.of());
        int hidden = 0;
        if (node instanceof JobId job) {
            Optional<JobView> before = graph.at(left.at()).job(job);
            Optional<JobView> after = graph.at(right.at()).job(job);
            before.ifPresent(view -> datasets.addAll(view.outputs()));
            after.ifPresent(view -> datasets.addAll(view.outputs()));
            inputs = Changed.of(
                    names(before.map(JobView::inputs).orElse(List.of())),
                    names(after.map(JobView::inputs).orElse(List.of())));
            hidden = before.map(JobView::hidden).orElse(0)
                    + after.map(JobView::hidden).orElse(0);
        } else if (node instanceof DatasetId dataset) {
            datasets.add(dataset);
        }
        List<DatasetDiff> diffs = new ArrayList<>();
        TreeSet<EntryRef> evidence = new TreeSet<>();
        boolean cut = false;
        for (DatasetId dataset : datasets) {
            Compared before = Compared.of(dataset, graph, left.at());
            Compared after = Compared.of(dataset, graph, right.at());
            diffs.add(DatasetDiff.of(dataset, before, after));
            cut |= before.cut() || after.cut();
            hidden += before.hidden() + after.hidden();
            evidence.addAll(Compared.evidence(before, after));
        }
        return diff(
                shape(left),
                shape(right),
                inputs,
                diffs,
                Cut.caveats(cut, hidden),
                evidence.stream().map(EntryRef::toString).toList());
    }

    private static Object shape(Side side) {
        return side instanceof OfRun one ? RunShapes.Run.of(one.run()) : new Time(((Sides.OfTime) side).time());
    }

    private static Diff diff(
            Object from,
            Object to,
            Changed<Shapes.Name> inputs,
            List<DatasetDiff> datasets,
            List<String> caveats,
            List<String> evidence) {
        boolean same = inputs.none() && datasets.stream().allMatch(DatasetDiff::none);
        return new Diff(from, to, same, inputs, datasets, caveats, evidence);
    }

    private static Map<String, Shapes.Name> names(List<DatasetId> datasets) {
        TreeMap<String, Shapes.Name> names = new TreeMap<>();
        datasets.forEach(dataset -> names.put(dataset.nodeId(), Shapes.Name.of(dataset)));
        return names;
    }
}
