package io.rowtrail.spark;

import io.rowtrail.spark.config.RowtrailOptions;
import io.rowtrail.spark.current.CurrentFunction;
import io.rowtrail.spark.current.ExpandCurrent;
import io.rowtrail.spark.current.ResolveCurrent;
import io.rowtrail.spark.delta.DeltaRuns;
import io.rowtrail.spark.delta.SignCommands;
import io.rowtrail.spark.files.ListedFiles;
import io.rowtrail.spark.iceberg.IcebergOutputs;
import io.rowtrail.spark.iceberg.TaggedTables;
import io.rowtrail.spark.lookup.TraceIds;
import io.rowtrail.spark.plan.EarlyRules;
import io.rowtrail.spark.tags.ChangeAbsence;
import io.rowtrail.spark.tags.HideRules;
import io.rowtrail.spark.tags.PadWrites;
import io.rowtrail.spark.tags.TagSources;
import io.rowtrail.spark.tags.TagSql;
import io.rowtrail.spark.write.RowLevelWrites;
import io.rowtrail.spark.write.TagStats;
import io.rowtrail.spark.write.TagWrites;
import io.rowtrail.spark.write.WriteRule;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.internal.SQLConf;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * The SQL extension. The plugin names it, so nobody else needs to; naming it in {@code spark.sql.extensions} as well is
 * harmless.
 */
public final class RowtrailExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    private static final Duration ABSENCE_PATIENCE = Duration.ofMinutes(5);
    private static final Map<SparkSessionExtensions, Boolean> DONE = Collections.synchronizedMap(new WeakHashMap<>());

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        if (DONE.putIfAbsent(extensions, true) == null) {
            register(extensions);
        }
        return BoxedUnit.UNIT;
    }

    private static void register(SparkSessionExtensions extensions) {
        extensions.injectTableFunction(CurrentFunction.description());
        TagSql.register(extensions, RowtrailExtensions::traceIds);
        EarlyRules.inject(
                extensions,
                () -> guarded("tags.hold", EarlyRules.everywhere(new HideRules.Hold())),
                analysis -> () -> Application.current().guard().withOrWithoutUs("analysis", analysis),
                install -> Application.current().guard().run("tags.early", install));
        extensions.injectResolutionRule(session -> new ResolveCurrent());
        extensions.injectResolutionRule(session ->
                new GuardedRule(Application.current().guard(), "tags.hide", settle(session), HideRules::letGo));
        extensions.injectResolutionRule(session ->
                new GuardedRule(Application.current().guard(), "tags.pad", new PadWrites(), HideRules::letGo));
        extensions.injectPostHocResolutionRule(session -> new ResolveCurrent());
        extensions.injectPostHocResolutionRule(session ->
                new GuardedRule(Application.current().guard(), "tags.named", new HideRules.Named(), HideRules::letGo));
        extensions.injectPostHocResolutionRule(RowtrailExtensions::writeRule);
        extensions.injectOptimizerRule(session -> new ExpandCurrent());
        extensions.injectPlannerStrategy(session -> new SignCommands(Application.current().guard()));
    }

    private static Rule<LogicalPlan> guarded(String place, Rule<LogicalPlan> rule) {
        return new GuardedRule(Application.current().guard(), place, rule, plan -> plan);
    }

    private static Rule<LogicalPlan> settle(SparkSession session) {
        Application application = Application.current();
        return new HideRules.Settle(
                TaggedTables::offering,
                relation -> new ListedFiles().apply(relation).isPresent(),
                new RowLevelWrites(
                        RowtrailExtensions::options,
                        sources(session),
                        () -> newStats(session),
                        plan -> check(session, plan),
                        application.runs(),
                        application.guard()),
                () -> options().visible());
    }

    private static Rule<LogicalPlan> writeRule(SparkSession session) {
        Application application = Application.current();
        TagWrites tags = new TagWrites(sources(session), () -> newStats(session), plan -> check(session, plan));
        return new WriteRule(
                RowtrailExtensions::options,
                tags,
                application.runs(),
                application.guard(),
                () -> session.sparkContext().getLocalProperty("spark.sql.execution.id") != null);
    }

    private static TagSources sources(SparkSession session) {
        return new TagSources(
                new ChangeAbsence(session, Application.current().background(), ABSENCE_PATIENCE),
                relation -> DeltaRuns.of(relation.table()).orElseGet(() -> new IcebergOutputs().apply(relation)),
                IcebergOutputs.everHeld(),
                relation -> new DeltaRuns().apply(relation).or(() -> new ListedFiles().apply(relation)));
    }

    private static TraceIds traceIds() {
        RowtrailOptions options = options();
        return new TraceIds(
                options.url().orElse(null),
                options.apiKey().orElse(null),
                options.lookupTimeout(),
                Application.current().lookupFailures());
    }

    private static TagStats newStats(SparkSession session) {
        TagStats stats = new TagStats();
        session.sparkContext().register(stats, "rowtrail.tags");
        return stats;
    }

    private static void check(SparkSession session, LogicalPlan plan) {
        session.sessionState().analyzer().checkAnalysis(plan.clone());
    }

    private static RowtrailOptions options() {
        return RowtrailOptions.from(RowtrailExtensions::setting);
    }

    private static Optional<String> setting(String key) {
        return Optional.ofNullable(SQLConf.get().getConfString(key, null));
    }
}
