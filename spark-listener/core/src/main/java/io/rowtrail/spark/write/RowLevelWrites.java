package io.rowtrail.spark.write;

import io.rowtrail.spark.config.Guard;
import io.rowtrail.spark.config.RowtrailOptions;
import io.rowtrail.spark.config.RowtrailOptions.TagsMode;
import io.rowtrail.spark.delta.DeltaRuns;
import io.rowtrail.spark.delta.DeltaSignature;
import io.rowtrail.spark.delta.DeltaStamp;
import io.rowtrail.spark.delta.DeltaTables;
import io.rowtrail.spark.iceberg.StampedTable;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Walk;
import io.rowtrail.spark.record.ResultSettings;
import io.rowtrail.spark.tags.DecidedColumns;
import io.rowtrail.spark.tags.MergeTags;
import io.rowtrail.spark.tags.TagSources;
import io.rowtrail.spark.tags.TagSources.TaggedTable.Believed;
import io.rowtrail.spark.tags.Verdict;
import io.rowtrail.tags.Absence;
import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.internal.SQLConf;

/**
 * MERGE, UPDATE and DELETE become runs as soon as their tables are known, before Spark rewrites them: MERGE's branches get
 * tags; rows that UPDATE changes by their own values keep theirs; what DELETE takes away by a row's own values nobody else
 * could have kept.
 */
public final class RowLevelWrites implements UnaryOperator<LogicalPlan> {
    private final Supplier<RowtrailOptions> options;
    private final TagSources sources;
    private final Supplier<TagStats> stats;
    private final Consumer<LogicalPlan> check;
    private final LiveRuns live;
    private final Guard guard;

    /**
     * @param stats a new counter, registered with Spark
     * @param check throws when Spark would refuse the plan
     */
    public RowLevelWrites(
            Supplier<RowtrailOptions> options,
            TagSources sources,
            Supplier<TagStats> stats,
            Consumer<LogicalPlan> check,
            LiveRuns live,
            Guard guard) {
        this.options = options;
        this.sources = sources;
        this.stats = stats;
        this.check = check;
        this.live = live;
        this.guard = guard;
    }

    /** {@code command} with its tables looked up; itself if it is a run already or nothing can be done for it. */
    @Override
    public LogicalPlan apply(LogicalPlan command) {
        return guard.call("tags.rowlevel", () -> planned(command), () -> command);
    }

    private LogicalPlan planned(LogicalPlan command) {
        if (PlannedRun.of(command).isPresent()) {
            return command;
        }
        Optional<LogicalRelation> files = DeltaTables.files(Nodes.children(command).get(0));
        if (files.isPresent()) {
            return command instanceof MergeIntoTable || hasSubquery(command)
                    ? command
                    : changed(command, files.get());
        }
        Optional<DataSourceV2Relation> target = relation(Nodes.children(command).get(0));
        Optional<Attribute> tag = target.flatMap(RowLevelWrites::tagColumn);
        if (target.isEmpty() || tag.isEmpty() || hasSubquery(command)) {
            return command;
        }
        TagsMode mode = options.get().tagsMode(target.get().table().properties());
        if (mode == TagsMode.OFF) {
            return command;
        }
        return command instanceof MergeIntoTable merge
                ? merged(merge, target.get(), tag.get(), mode)
                : changed(command, target.get());
    }

    private LogicalPlan merged(MergeIntoTable merge, DataSourceV2Relation target, Attribute tag, TagsMode mode) {
        Optional<String> refusal = refusal(merge, isDelta(target));
        if (refusal.isPresent()) {
            return isDelta(target) ? refused(merge, target, refusal.get()) : merge;
        }
        long begin = System.nanoTime();
        TagStats counter = stats.get();
        MergeTags.Result result = new MergeTags(
                        sources, TagStyles.of(options.get(), mode, counter), set -> new ObserveTags(set, counter))
                .rewrite(merge, target, tag);
        check.accept(result.merge().sourceTable());
        PlannedRun.Tagging tagging = new PlannedRun.Tagging(
                true,
                result.verdict(),
                result.absence(),
                result.through(),
                result.decided(),
                counter,
                false,
                System.nanoTime() - begin);
        return started(result.merge(), target, merge.sourceTable(), tagging, result.opensRest());
    }

    private static Optional<String> refusal(MergeIntoTable merge, boolean delta) {
        boolean clash = !merge.targetTable()
                .outputSet()
                .intersect(merge.sourceTable().outputSet())
                .isEmpty();
        if (clash) {
            return Optional.of("source and target are read by the same columns");
        }
        return Nodes.evolvesSchema(merge) || (delta && DeltaTables.evolvesByMerge())
                ? Optional.of("a MERGE that may change the target's columns writes no tags")
                : Optional.empty();
    }

    /** A command on a Delta table that goes on without tags, and says so; the table is a foreign writer's then. */
    private LogicalPlan refused(MergeIntoTable merge, DataSourceV2Relation target, String reason) {
        PlannedRun.Tagging tagging = new PlannedRun.Tagging(
                false,
                Verdict.brokenBy(merge.nodeName(), reason),
                Absence.NONE,
                0,
                DecidedColumns.ANY,
                new TagStats(),
                false,
                0);
        return started(merge, target, merge.sourceTable(), tagging, true);
    }

    /** UPDATE or DELETE by the row's own values. */
    private LogicalPlan changed(LogicalPlan command, DataSourceV2Relation target) {
        return sources.belief(target) instanceof Believed before
                ? started(command, target, new OneRowRelation(), kept(before), !before.decided().isNone())
                : command;
    }

    /** The same of a Delta table, whose relation Delta has made one of files by then. */
    private LogicalPlan changed(LogicalPlan command, LogicalRelation target) {
        Optional<TagSources.TaggedFiles> known = new DeltaRuns().apply(target);
        boolean believed = known.isPresent() && known.get().reason().isEmpty();
        if (!believed || options.get().tagsMode(DeltaTables.properties(target)) == TagsMode.OFF) {
            return command;
        }
        Believed before = known.get().stated();
        return started(command, target, new OneRowRelation(), kept(before), !before.decided().isNone());
    }

    private PlannedRun.Tagging kept(Believed before) {
        boolean byVolatile = !before.decided().isNone();
        return new PlannedRun.Tagging(
                true,
                new Verdict(),
                byVolatile ? Absence.anyOf(0, before.through()) : before.absence(),
                before.through(),
                byVolatile ? DecidedColumns.ANY : DecidedColumns.NONE,
                stats.get(),
                false,
                0);
    }

    private LogicalPlan started(
            LogicalPlan command,
            LogicalPlan target,
            LogicalPlan read,
            PlannedRun.Tagging tagging,
            boolean opensRest) {
        UUID id = UUID.randomUUID();
        Map<String, String> stamp = new HashMap<>(TagWrites.summary(id.toString(), tagging));
        stamp.put(RowtrailProperties.OPEN, Boolean.toString(opensRest));
        Optional<LogicalPlan> signed = isDelta(target)
                ? Optional.of(target)
                : StampedTable.of(((DataSourceV2Relation) target).table(), stamp)
                        .map(table -> Nodes.withFirst(target, table));
        Optional<Target> written =
                DeltaTables.location(target).<Target>map(Target.Files::new).or(() -> Target.of(target));
        if (signed.isEmpty() || written.isEmpty()) {
            return command;
        }
        LogicalPlan relation = signed.get();
        LogicalPlan rewritten = Nodes.withFirstChild(
                command, Walk.up(Nodes.children(command).get(0), node -> node == target ? relation : node));
        scala.Option<String> sql = command.origin().sqlText();
        PlannedRun run = new PlannedRun(
                id,
                Nodes.project(List.of(), read),
                written.get(),
                command.nodeName(),
                PlannedRun.WriteKind.CHANGE,
                sql.isDefined() ? Optional.of(sql.get()) : Optional.empty(),
                ResultSettings.of(SQLConf.get()),
                Optional.of(tagging));
        if (isDelta(target) && tagging.written()) {
            sign(rewritten, relation, stamp, tagging.verdict());
        }
        run.mark(rewritten, List.of(relation));
        live.add(run);
        return rewritten;
    }

    private static void sign(
            LogicalPlan command, LogicalPlan target, Map<String, String> stamp, Verdict verdict) {
        Optional<String> unsigned = DeltaStamp.refusal(Map.of());
        if (unsigned.isPresent()) {
            verdict.broken(command.nodeName(), unsigned.get());
        } else {
            DeltaSignature.put(command, target, stamp);
        }
    }

    private static boolean isDelta(LogicalPlan target) {
        return target instanceof LogicalRelation
                || (target instanceof DataSourceV2Relation relation && DeltaTables.isOne(relation.table()));
    }

    private static boolean hasSubquery(LogicalPlan command) {
        for (Expression expression : Nodes.expressions(command)) {
            if (Walk.contains(expression, e -> e instanceof PlanExpression<?>)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Attribute> tagColumn(DataSourceV2Relation relation) {
        return Nodes.output(relation).stream()
                .filter(column -> column.name().equalsIgnoreCase(RowtrailColumns.TAGS))
                .findFirst();
    }

    private static Optional<DataSourceV2Relation> relation(LogicalPlan plan) {
        if (plan instanceof DataSourceV2Relation relation) {
            return Optional.of(relation);
        }
        return plan.children().size() == 1 ? relation(plan.children().apply(0)) : Optional.empty();
    }
}
