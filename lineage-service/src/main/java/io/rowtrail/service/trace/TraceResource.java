package io.rowtrail.service.trace;

import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.lake.LakeException;
import io.rowtrail.lake.LakeReader;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.service.change.ChangeLookup;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.ProblemException;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.TraceId;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/traces/{traceId}} and its rows: what a request made. */
@Path("/api/v1/traces/{traceId}")
@Tag(name = "Traces and rows")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class TraceResource {
    private static final int MOST_TRANSACTIONS = 10_000;

    private final LineageReader graph;
    private final ChangeLookup changes;
    private final Downstream downstream;
    private final LakeAccess lake;
    private final TraceRows traceRows;
    private final Nodes nodes;
    private final ReadLog reads;
    private final Callers callers;

    @Inject
    TraceResource(
            LineageReader graph,
            ChangeLookup changes,
            Downstream downstream,
            LakeAccess lake,
            TraceRows traceRows,
            Nodes nodes,
            ReadLog reads,
            Callers callers) {
        this.graph = graph;
        this.changes = changes;
        this.downstream = downstream;
        this.lake = lake;
        this.traceRows = traceRows;
        this.nodes = nodes;
        this.reads = reads;
        this.callers = callers;
    }

    @GET
    @RolesAllowed(Roles.ENGINEER)
    @Operation(
            summary = "What a request made: transactions, changed rows, runs and output rows reached",
            description = "A trace id, a traceparent, a UUID, or the id of a run.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TraceShapes.Trace.class)))
    public Object trace(@PathParam("traceId") String text) {
        TraceName name = TraceName.parse(text, graph);
        return name instanceof TraceName.OfRun run ? ofRun(run.run()) : ofTrace(((TraceName.OfTrace) name).trace());
    }

    @GET
    @Path("/rows")
    @RolesAllowed({Roles.ENGINEER, Roles.ROWS})
    @Operation(
            summary = "The rows a request made: captured changes, and output rows that carry its trace",
            description = "Key columns and tags; the other columns as well for the role rows.")
    public TraceShapes.Rows rows(
            @PathParam("traceId") String text,
            @QueryParam("dataset") @Nullable String dataset,
            @QueryParam("limit") @Nullable String limit) {
        int most = Params.integer("limit", limit, 100, 1, 10_000);
        if (!(TraceName.parse(text, graph) instanceof TraceName.OfTrace trace)) {
            throw Problem.invalid("traceId", "must be a trace: a run has no rows of its own")
                    .exception();
        }
        Caller caller = callers.current();
        reads.record(caller.tenant(), caller.name(), "trace.rows", dataset == null ? "*" : dataset);
        ChangeLookup.Traced known = known(trace.trace());
        List<ChangeLookup.TracedTransaction> transactions = known.transactions();
        Set<ChangeOrdinal> ordinals = ordinals(transactions);
        Set<String> caveats = new LinkedHashSet<>();
        if (known.hidden() > 0) {
            caveats.add("hidden");
        }
        TraceRows.Told told = caller.has(Roles.ROWS) ? TraceRows.Told.KEYS_AND_VALUES : TraceRows.Told.KEYS;
        List<TraceShapes.Row> rows = new ArrayList<>();
        for (DatasetId id : asked(dataset, transactions, caveats)) {
            Optional<LakeTable> table = lake.table(id);
            if (table.isEmpty()) {
                if (dataset != null) {
                    throw Problem.notFound("no such dataset in the lake").exception();
                }
                continue;
            }
            TraceRows.Found found = traceRows.in(id, table.get(), ordinals, most - rows.size(), told);
            rows.addAll(found.rows());
            if (found.superset()) {
                caveats.add(RowTags.SUPERSET);
            }
            if (found.truncated() || rows.size() >= most) {
                caveats.add("truncated");
            }
        }
        return new TraceShapes.Rows(trace.trace().hex(), rows, List.copyOf(caveats));
    }

    /** The dataset asked for, or else the changed tables followed by everything made from them. */
    private Set<DatasetId> asked(
            @Nullable String dataset, List<ChangeLookup.TracedTransaction> transactions, Set<String> caveats) {
        if (dataset != null) {
            return Set.of(nodes.datasetOf(dataset));
        }
        Set<DatasetId> all = new LinkedHashSet<>(changed(transactions));
        Downstream.Reached reached = downstream.of(all);
        if (reached.truncated()) {
            caveats.add("truncated");
        }
        if (reached.hidden() > 0) {
            caveats.add("hidden");
        }
        Set<DatasetId> changeTables = new TreeSet<>();
        for (DatasetId id : all) {
            lake.table(id)
                    .ifPresent(table -> changeTables.add(
                            new DatasetId(lake.namespace(), table.name().toString())));
        }
        reached.datasets().stream().filter(id -> !changeTables.contains(id)).forEach(all::add);
        return all;
    }

    private TraceShapes.OneRun ofRun(RunView run) {
        return new TraceShapes.OneRun(
                TraceShapes.Run.of(run),
                run.inputs().stream().map(mention -> mention.id().nodeId()).toList(),
                run.outputs().stream().map(mention -> mention.id().nodeId()).toList(),
                run.hidden() > 0 ? List.of("hidden") : List.of(),
                run.hidden(),
                run.evidence().stream().map(Object::toString).toList());
    }

    private ChangeLookup.Traced known(TraceId trace) {
        ChangeLookup.Traced traced = changes.transactions(trace, MOST_TRANSACTIONS);
        if (traced.transactions().isEmpty()) {
            throw Problem.notFound("nothing is known of this trace").exception();
        }
        return traced;
    }

    private TraceShapes.Trace ofTrace(TraceId trace) {
        ChangeLookup.Traced known = known(trace);
        List<ChangeLookup.TracedTransaction> transactions = known.transactions();
        Set<DatasetId> changed = changed(transactions);
        Downstream.Reached reached = downstream.of(changed);
        Set<String> caveats = new LinkedHashSet<>();
        if (reached.truncated() || transactions.size() + known.hidden() == MOST_TRANSACTIONS) {
            caveats.add("truncated");
        }
        int hidden = known.hidden() + reached.hidden();
        if (hidden > 0) {
            caveats.add("hidden");
        }
        List<String> missing = new ArrayList<>();
        reached.unknown().forEach(id -> missing.add("no lineage is known of " + id.nodeId()));
        List<TraceShapes.Hop> hops = new ArrayList<>();
        List<TraceShapes.Changes> sums = sums(transactions);
        sums.forEach(sum -> hops.add(new TraceShapes.Hop(
                "captured", sum.dataset(), transactions.get(0).commitTs(), Integer.toString(sum.rows()))));
        TreeMap<String, RunView> runs = new TreeMap<>();
        List<TraceShapes.Reached> outputs = outputs(reached.datasets(), ordinals(transactions), runs, hops, caveats);
        Set<String> evidence = transactions.stream()
                .map(ChangeLookup.TracedTransaction::entry)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        runs.values().forEach(run -> run.evidence().forEach(entry -> evidence.add(entry.toString())));
        return new TraceShapes.Trace(
                trace.hex(),
                transactions.stream().map(TraceShapes.Transaction::of).toList(),
                sums,
                runs.values().stream().map(TraceShapes.Run::of).toList(),
                outputs,
                hops,
                missing,
                ambiguous(transactions),
                List.copyOf(caveats),
                hidden,
                List.copyOf(evidence));
    }

    /** Counts the rows that carry the trace in each tagged output; a lake that is down makes the answer partial. */
    private List<TraceShapes.Reached> outputs(
            List<DatasetId> datasets,
            Set<ChangeOrdinal> ordinals,
            Map<String, RunView> runs,
            List<TraceShapes.Hop> hops,
            Set<String> caveats) {
        List<TraceShapes.Reached> outputs = new ArrayList<>();
        for (DatasetId id : datasets) {
            try {
                Optional<LakeTable> table = lake.table(id).filter(found -> found.isTagged() && !found.isChangeTable());
                if (table.isEmpty()) {
                    continue;
                }
                LakeReader.TaggedCount carrying = traceRows.count(table.get(), ordinals);
                long rows = carrying.rows();
                if (carrying.possible() > 0) {
                    caveats.add(RowTags.SUPERSET);
                }
                Optional<VersionView> version = graph.versions(id, PageRequest.first(1)).items().stream()
                        .findFirst();
                Optional<RunView> run = version.flatMap(view -> graph.run(view.run()));
                run.ifPresent(view -> runs.put(view.id().uuid(), view));
                outputs.add(new TraceShapes.Reached(
                        id.nodeId(),
                        Long.toString(rows),
                        carrying.possible() > 0 ? Long.toString(carrying.possible()) : null,
                        run.map(view -> view.id().uuid()).orElse(null),
                        version.filter(view -> run.isPresent() || !isNamedByRun(view))
                                .map(VersionView::version)
                                .orElse(null)));
                hops.add(new TraceShapes.Hop(
                        "reached", id.nodeId(), version.map(VersionView::time).orElse(null), Long.toString(rows)));
            } catch (LakeException | ProblemException e) {
                caveats.add("lakeUnavailable");
            }
        }
        return outputs;
    }

    /** Whether a version has no name of its own: then it tells of a run that the caller may not know of. */
    private static boolean isNamedByRun(VersionView version) {
        return version.version().equals(version.run().uuid());
    }

    /** One trace id under several entry spans in different sources hints at a collision. */
    private static boolean ambiguous(List<ChangeLookup.TracedTransaction> transactions) {
        return transactions.stream()
                        .map(ChangeLookup.TracedTransaction::source)
                        .distinct()
                        .count()
                > 1;
    }

    private static Set<ChangeOrdinal> ordinals(List<ChangeLookup.TracedTransaction> transactions) {
        return transactions.stream()
                .map(ChangeLookup.TracedTransaction::ordinal)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<DatasetId> changed(List<ChangeLookup.TracedTransaction> transactions) {
        return transactions.stream()
                .flatMap(transaction -> transaction.tables().stream())
                .map(count -> new DatasetId(count.namespace(), count.name()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<TraceShapes.Changes> sums(List<ChangeLookup.TracedTransaction> transactions) {
        TreeMap<DatasetId, TreeMap<String, Integer>> ops = new TreeMap<>();
        TreeMap<DatasetId, Integer> rows = new TreeMap<>();
        for (ChangeLookup.TracedTransaction transaction : transactions) {
            for (ChangeLookup.Count count : transaction.tables()) {
                DatasetId id = new DatasetId(count.namespace(), count.name());
                rows.merge(id, count.rows(), Integer::sum);
                TreeMap<String, Integer> sum = ops.computeIfAbsent(id, key -> new TreeMap<>());
                count.ops().forEach((op, n) -> sum.merge(op, n, Integer::sum));
            }
        }
        return rows.entrySet().stream()
                .map(entry -> new TraceShapes.Changes(
                        entry.getKey().nodeId(), entry.getValue(), ops.getOrDefault(entry.getKey(), new TreeMap<>())))
                .toList();
    }
}
