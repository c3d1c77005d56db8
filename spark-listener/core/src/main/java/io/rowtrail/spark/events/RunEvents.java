package io.rowtrail.spark.events;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClientUtils;
import io.rowtrail.spark.config.RowtrailOptions;
import io.rowtrail.spark.iceberg.IcebergTables;
import io.rowtrail.spark.lineage.ColumnLineage;
import io.rowtrail.spark.lineage.LineageFold;
import io.rowtrail.spark.write.PlannedRun;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/** Says in OpenLineage what happened to a run: START, then COMPLETE or FAIL. */
final class RunEvents {
    private final RunContext context;
    private final Supplier<EventSender.Totals> totals;
    private final OpenLineage openLineage = new OpenLineage(RowtrailFacet.PRODUCER);
    private final DatasetFacts datasets = new DatasetFacts(openLineage);

    /** {@code totals}: what became of earlier events. */
    RunEvents(RunContext context, Supplier<EventSender.Totals> totals) {
        this.context = context;
        this.totals = totals;
    }

    /** The event's JSON text. */
    String started(PlannedRun run, Instant time) {
        return event(run, EventType.START, time, Optional.empty());
    }

    String completed(PlannedRun run, Instant time) {
        return event(run, EventType.COMPLETE, time, Optional.empty());
    }

    String failed(PlannedRun run, Instant time, String message) {
        return event(run, EventType.FAIL, time, Optional.of(message));
    }

    private String event(PlannedRun run, EventType type, Instant time, Optional<String> error) {
        ColumnLineage lineage = LineageFold.of(run.query());
        WriteOutcome outcome = WriteOutcome.of(run, type == EventType.COMPLETE);
        OpenLineage.RunEvent event = openLineage
                .newRunEventBuilder()
                .eventTime(time.atZone(ZoneOffset.UTC))
                .eventType(type)
                .run(openLineage.newRun(run.id(), runFacets(run, type, error)))
                .job(openLineage.newJob(
                        context.options().namespace(), jobName(context, outcome), jobFacets(run)))
                .inputs(lineage.inputs().stream().map(datasets::input).toList())
                .outputs(List.of(output(run, type, lineage, outcome)))
                .build();
        return OpenLineageClientUtils.toJson(event);
    }

    /** The application's job and what it writes: one job an output, since each has its own inputs. */
    static String jobName(RunContext context, WriteOutcome outcome) {
        return context.jobName() + "." + outcome.name().name().replaceFirst("^/", "").replaceAll("[./]", "_");
    }

    private OpenLineage.RunFacets runFacets(PlannedRun run, EventType type, Optional<String> error) {
        RowtrailOptions options = context.options();
        OpenLineage.RunFacetsBuilder facets = openLineage.newRunFacetsBuilder();
        facets.parent(openLineage.newParentRunFacet(
                openLineage.newParentRunFacetRun(context.applicationRun(), null),
                openLineage.newParentRunFacetJob(options.namespace(), context.jobName(), null),
                root(options)));
        facets.processing_engine(openLineage
                .newProcessingEngineRunFacetBuilder()
                .name("spark")
                .version(context.sparkVersion())
                .openlineageAdapterVersion("rowtrail-0.1.0")
                .build());
        RowtrailFacet trace = new RowtrailFacet("rowtrail_trace-1-0-0.json");
        options.traceParent().ifPresent(parent -> trace.with("traceparent", parent));
        options.deployId().ifPresent(deploy -> trace.with("deployId", deploy));
        options.schemaVersion().ifPresent(version -> trace.with("schemaVersion", version));
        trace.with("applicationId", context.applicationId().get());
        facets.put("rowtrail_trace", trace);
        if (type != EventType.START) {
            facets.put("rowtrail_overhead", overhead(run));
        }
        if (type == EventType.COMPLETE) {
            facets.put(
                    "rowtrail_plan",
                    context.guard().call(
                            "events.plan",
                            () -> PlanFacet.of(run, context.sparkVersion()),
                            () -> PlanFacet.unknown("its text could not be made")));
        }
        error.ifPresent(message ->
                facets.errorMessage(openLineage.newErrorMessageRunFacet(message, "JAVA", null)));
        return facets.build();
    }

    /** What we cost and what we lost, so far in this application but for the analysis, which is this run's. */
    private RowtrailFacet overhead(PlannedRun run) {
        EventSender.Totals events = totals.get();
        RowtrailFacet facet = new RowtrailFacet("rowtrail_overhead-1-0-0.json");
        run.tagging().ifPresent(tagging -> facet.with("analysisMicros", tagging.nanos() / 1_000));
        return facet.with("failures", context.guard().failures())
                .with("lookupFailures", context.lookupFailures().getAsLong())
                .with("eventsSent", events.sent())
                .with("eventsSpooled", events.spooled())
                .with("eventsLost", events.lost());
    }

    @SuppressWarnings("NullAway") // the facet's root is optional, and null says so
    private OpenLineage.ParentRunFacetRoot root(RowtrailOptions options) {
        if (options.parent().isEmpty()) {
            return null;
        }
        RowtrailOptions.Parent parent = options.parent().get();
        return openLineage.newParentRunFacetRoot(
                openLineage.newRootRun(UUID.fromString(parent.runId()), null),
                openLineage.newRootJob(parent.namespace(), parent.name(), null));
    }

    private OpenLineage.JobFacets jobFacets(PlannedRun run) {
        OpenLineage.JobFacetsBuilder facets = openLineage.newJobFacetsBuilder();
        facets.jobType(openLineage
                .newJobTypeJobFacetBuilder()
                .processingType(run.query().isStreaming() ? "STREAMING" : "BATCH")
                .integration("SPARK")
                .jobType("SQL_JOB")
                .build());
        run.sql().ifPresent(text -> facets.sql(openLineage.newSQLJobFacet(text, "spark")));
        return facets.build();
    }

    private OpenLineage.OutputDataset output(
            PlannedRun run, EventType type, ColumnLineage lineage, WriteOutcome outcome) {
        OpenLineage.DatasetFacetsBuilder facets = datasets.general(lineage.columns(), outcome.location());
        if (type != EventType.START) {
            facets.columnLineage(datasets.columnLineage(lineage));
        }
        facets.lifecycleStateChange(
                switch (run.kind()) {
                    case CREATE -> change(OpenLineage.LifecycleStateChangeDatasetFacet.LifecycleStateChange.CREATE);
                    case OVERWRITE -> change(
                            OpenLineage.LifecycleStateChangeDatasetFacet.LifecycleStateChange.OVERWRITE);
                    case APPEND, CHANGE -> null;
                });
        OpenLineage.OutputDatasetOutputFacetsBuilder outputs = openLineage.newOutputDatasetOutputFacetsBuilder();
        OptionalLong added = OptionalLong.empty();
        if (outcome.snapshot().isPresent()) {
            IcebergTables.WrittenSnapshot snapshot = outcome.snapshot().get();
            added = OptionalLong.of(snapshot.number("added-records"));
            facets.version(openLineage.newDatasetVersionDatasetFacet(Long.toString(snapshot.id())));
            outputs.outputStatistics(openLineage.newOutputStatisticsOutputDatasetFacet(
                    added.getAsLong(), snapshot.number("added-files-size"), snapshot.number("added-data-files")));
            outputs.put("rowtrail_snapshot", snapshot(run, snapshot));
        }
        if (type != EventType.START && run.tagging().isPresent()) {
            outputs.put("rowtrail_tags", TagFacets.of(run.tagging().get(), added));
        }
        return openLineage
                .newOutputDatasetBuilder()
                .namespace(outcome.name().namespace())
                .name(outcome.name().name())
                .facets(facets.build())
                .outputFacets(outputs.build())
                .build();
    }

    private OpenLineage.LifecycleStateChangeDatasetFacet change(
            OpenLineage.LifecycleStateChangeDatasetFacet.LifecycleStateChange change) {
        return openLineage.newLifecycleStateChangeDatasetFacet(change, null);
    }

    private static RowtrailFacet snapshot(PlannedRun run, IcebergTables.WrittenSnapshot snapshot) {
        RowtrailFacet facet = new RowtrailFacet("rowtrail_snapshot-1-0-0.json").with("snapshotId", snapshot.id());
        run.tagging().ifPresent(tagging -> facet.with("completeThrough", tagging.through()));
        return facet;
    }
}
