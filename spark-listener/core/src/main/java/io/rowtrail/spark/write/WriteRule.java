package io.rowtrail.spark.write;

import io.rowtrail.spark.config.Guard;
import io.rowtrail.spark.config.RowtrailOptions;
import io.rowtrail.spark.config.RowtrailOptions.TagsMode;
import io.rowtrail.spark.record.ResultSettings;
import io.rowtrail.spark.tags.DecidedColumns;
import io.rowtrail.spark.tags.Verdict;
import io.rowtrail.tags.Absence;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Post-hoc resolution rule: each write command becomes a run, and its query carries tags.
 *
 * <p>Queries that return rows to the driver are left alone. If anything of ours fails, the command is left as it was and its
 * run says so.
 */
public final class WriteRule extends Rule<LogicalPlan> {
    private final Supplier<RowtrailOptions> options;
    private final TagWrites tags;
    private final LiveRuns live;
    private final Guard guard;
    private final BooleanSupplier executing;

    /**
     * @param executing whether the calling thread is inside an execution already
     */
    public WriteRule(
            Supplier<RowtrailOptions> options, TagWrites tags, LiveRuns live, Guard guard, BooleanSupplier executing) {
        this.options = options;
        this.tags = tags;
        this.live = live;
        this.guard = guard;
        this.executing = executing;
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return guard.call("plan.write", () -> planned(plan), () -> plan);
    }

    private LogicalPlan planned(LogicalPlan plan) {
        if (PlannedRun.of(plan).isPresent()) {
            return plan;
        }
        Optional<? extends WriteCommand> parsed = WriteCommand.parse(plan);
        if (parsed.isEmpty() || !parsed.get().query().resolved()) {
            return plan;
        }
        WriteCommand command = parsed.get();
        if (executing.getAsBoolean() && live.covers(command.query())) {
            return plan;
        }
        UUID run = UUID.randomUUID();
        RowtrailOptions current = options.get();
        TagsMode mode = guard.call("tags.mode", () -> current.tagsMode(command.properties()), () -> TagsMode.EAGER);
        return switch (mode) {
            case OFF -> started(command, plan, run, command.query(), Optional.empty());
            case EAGER, LAZY -> {
                TagWrites.Outcome outcome = guard.standsAside()
                        ? failed(command)
                        : guard.call("tags.rewrite", () -> tags.tag(command, current, mode), () -> failed(command));
                PlannedRun.Tagging tagging = outcome.tagging();
                LogicalPlan written = command.as(run.toString(), outcome.query(), tagging);
                yield started(command, written, run, outcome.query(), Optional.of(tagging));
            }
        };
    }

    /** Our rewrite failed: the job goes on without tags, and its run is broken. */
    private static TagWrites.Outcome failed(WriteCommand command) {
        return new TagWrites.Outcome(
                command.query(),
                new PlannedRun.Tagging(
                        false,
                        Verdict.brokenBy("rewrite", "the plan was left alone after a failure of the listener"),
                        Absence.NONE,
                        0,
                        DecidedColumns.ANY,
                        new TagStats(),
                        false,
                        0));
    }

    private LogicalPlan started(
            WriteCommand command,
            LogicalPlan written,
            UUID id,
            LogicalPlan query,
            Optional<PlannedRun.Tagging> tagging) {
        scala.Option<String> sql = command.node().origin().sqlText();
        PlannedRun run = new PlannedRun(
                id,
                command.query(),
                command.target(),
                command.node().nodeName(),
                command.kind(),
                sql.isDefined() ? Optional.of(sql.get()) : Optional.empty(),
                ResultSettings.of(SQLConf.get()),
                tagging);
        run.mark(written, command.named());
        query.setTagValue(PlannedRun.ON_QUERY, id);
        live.add(run);
        return written;
    }
}
