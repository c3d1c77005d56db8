package io.rowtrail.service.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.service.change.ChangeLookup;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.report.Report;
import io.rowtrail.service.report.Reports;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.TagSource;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/rows/traces}: the requests behind one row. */
@Path("/api/v1/rows/traces")
@Tag(name = "Traces and rows")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ROWS)
@Blocking
public class RowTracesResource {
    private final Nodes nodes;
    private final LakeAccess lake;
    private final RowTags rowTags;
    private final ChangeLookup changes;
    private final LineageReader graph;
    private final Reports reports;
    private final ReadLog reads;
    private final Callers callers;

    @Inject
    RowTracesResource(
            Nodes nodes,
            LakeAccess lake,
            RowTags rowTags,
            ChangeLookup changes,
            LineageReader graph,
            Reports reports,
            ReadLog reads,
            Callers callers) {
        this.nodes = nodes;
        this.lake = lake;
        this.rowTags = rowTags;
        this.changes = changes;
        this.graph = graph;
        this.reports = reports;
        this.reads = reads;
        this.callers = callers;
    }

    /** The requests behind one row. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            String dataset,
            JsonNode key,
            String exactness,
            String count,
            List<TraceOf> traces,
            Map<String, Integer> untagged,
            boolean closed,
            Absence absence,
            String guarantee,
            @Nullable String run,
            @Nullable String datasetVersion,
            List<String> evidence,
            List<String> caveats,
            int hidden) {}

    /** One request and its transactions in the row. */
    record TraceOf(String traceId, List<String> transactions) {}

    /** What is not in the row and mattered all the same. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Absence(
            String count,
            String exactness,
            List<String> transactions,
            @Nullable String min,
            @Nullable String max) {}

    @GET
    @Operation(
            summary = "The requests behind one row",
            description =
                    "dataset=dataset:ns:name (or namespace= and name=, or report=), key=a JSON object of key columns")
    public Answer traces(
            @QueryParam("dataset") @Nullable String dataset,
            @QueryParam("namespace") @Nullable String namespace,
            @QueryParam("name") @Nullable String name,
            @QueryParam("report") @Nullable String report,
            @QueryParam("key") @Nullable String key,
            @QueryParam("mode") @Nullable String mode) {
        if (mode != null && !mode.equals("stored")) {
            throw Problem.invalid("mode", "only the stored tags are offered by this service; recompute is not")
                    .exception();
        }
        DatasetId id = report == null
                ? nodes.dataset(dataset, namespace, name)
                : reports.byName(report)
                        .map(Report::dataset)
                        .orElseThrow(() -> Problem.notFound("no such report").exception());
        RowKey rowKey = RowKey.parse(key);
        Caller caller = callers.current();
        reads.record(caller.tenant(), caller.name(), "rows.traces", id.nodeId());
        LakeTable table = lake.table(id)
                .orElseThrow(
                        () -> Problem.notFound("no such dataset in the lake").exception());
        RowTags.Found found = rowTags.find(table, rowKey)
                .orElseThrow(() -> Problem.notFound("no such row").exception());
        return answer(id, rowKey, found);
    }

    private Answer answer(DatasetId id, RowKey key, RowTags.Found found) {
        TagSet tags = found.tags();
        ChangeLookup.Origins origins = changes.origins(tags.ordinals());
        List<TraceOf> traces = new ArrayList<>();
        origins.traces()
                .forEach((trace, ordinals) -> traces.add(new TraceOf(
                        trace.hex(), ordinals.stream().map(String::valueOf).toList())));
        List<String> caveats = new ArrayList<>(found.caveats());
        if (origins.unknown() > 0) {
            caveats.add("unknownOrdinals");
        }
        if (origins.hidden() > 0) {
            caveats.add("hidden");
        }
        Optional<RunView> run = Optional.ofNullable(found.run()).flatMap(graph::run);
        if (found.run() != null && run.isEmpty()) {
            caveats.add("runNotInLog");
        }
        boolean believed = found.run() == null || run.isPresent();
        Exactness exactness = believed ? tags.exactness() : Exactness.UNKNOWN;
        return new Answer(
                id.nodeId(),
                key.json(),
                exactness.name().toLowerCase(Locale.ROOT),
                Integer.toString(tags.count()),
                traces,
                untagged(origins),
                !tags.open(),
                absence(tags, found.absence()),
                guarantee(id, found, run),
                shown(found.run(), run),
                found.snapshot() == null ? null : Long.toString(found.snapshot()),
                run.map(view -> view.evidence().stream().map(EntryRef::toString).toList())
                        .orElse(List.of()),
                caveats,
                origins.hidden());
    }

    /** A run that is not in the graph is named all the same, but to those from whom the graph may hide it. */
    private @Nullable String shown(@Nullable RunId id, Optional<RunView> run) {
        boolean nameable = run.isPresent() || callers.current().namespaces().isAll();
        return id == null || !nameable ? null : id.uuid();
    }

    private static Map<String, Integer> untagged(ChangeLookup.Origins origins) {
        Map<String, Integer> untagged = new java.util.LinkedHashMap<>();
        untagged.put(TagSource.SNAPSHOT.wire(), 0);
        untagged.put(TagSource.NONE.wire(), 0);
        origins.without().forEach((source, count) -> untagged.put(source.wire(), count));
        if (origins.unknown() > 0) {
            untagged.put("unknown", origins.unknown());
        }
        return untagged;
    }

    private static Absence absence(TagSet tags, io.rowtrail.tags.@Nullable Absence range) {
        if (!tags.open()) {
            return new Absence("0", "exact", List.of(), null, null);
        }
        return range == null
                ? new Absence("0", "unknown", List.of(), null, null)
                : new Absence(
                        Long.toString(range.count()),
                        "superset",
                        List.of(),
                        Long.toString(range.min()),
                        Long.toString(range.max()));
    }

    private static String guarantee(DatasetId id, RowTags.Found found, Optional<RunView> run) {
        Optional<String> stated = run.flatMap(view -> view.outputs().stream()
                .filter(mention -> mention.id().equals(id))
                .map(DatasetMention::tags)
                .filter(tags -> tags != null && tags.guarantee() != null)
                .map(DatasetMention.RowTags::guarantee)
                .findFirst());
        if (stated.isPresent()) {
            return stated.get();
        }
        if (found.tags().exactness() == Exactness.UNKNOWN) {
            return "broken";
        }
        return found.tags().open() ? "open" : "closed";
    }
}
