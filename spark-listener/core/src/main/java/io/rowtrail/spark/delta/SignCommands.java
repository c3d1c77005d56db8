package io.rowtrail.spark.delta;

import io.rowtrail.spark.config.Guard;
import io.rowtrail.spark.plan.Seqs;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.execution.command.ExecutedCommandExec;
import org.apache.spark.sql.execution.command.RunnableCommand;
import scala.collection.immutable.List;

/** Planner strategy: Delta's own commands that are runs of ours sign what they commit. */
public final class SignCommands extends SparkStrategy {
    private final Guard guard;

    public SignCommands(Guard guard) {
        this.guard = guard;
    }

    @Override
    public List<SparkPlan> apply(LogicalPlan plan) {
        return guard.call("delta.sign", () -> planned(plan), Seqs::none);
    }

    private List<SparkPlan> planned(LogicalPlan plan) {
        Optional<Map<String, String>> stamp = DeltaSignature.of(plan);
        return stamp.isPresent() && plan instanceof RunnableCommand command
                ? Seqs.of(java.util.List.of(new SignedCommandExec(new ExecutedCommandExec(command), stamp.get(), guard)))
                : Seqs.none();
    }
}
