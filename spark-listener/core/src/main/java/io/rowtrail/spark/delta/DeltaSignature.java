package io.rowtrail.spark.delta;

import io.rowtrail.spark.plan.Seqs;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.trees.TreeNodeTag;

/**
 * What a run shall say in the commit of a MERGE, UPDATE or DELETE. Carried on the command while Delta makes its own of it, since
 * these commands take no write options.
 */
public final class DeltaSignature {
    private static final TreeNodeTag<Map<String, String>> ON_COMMAND = new TreeNodeTag<>("io.rowtrail.delta.signature");
    private static final String COMMANDS = "org.apache.spark.sql.delta.commands.";

    private DeltaSignature() {}

    /** Marks a command, and what names its target: Spark 3 loses the marks of a command that it copies. */
    public static void put(LogicalPlan command, LogicalPlan target, Map<String, String> stamp) {
        Map<String, String> copy = Map.copyOf(stamp);
        command.setTagValue(ON_COMMAND, copy);
        target.setTagValue(ON_COMMAND, copy);
    }

    /** Of a command of Delta's that a run of ours is; empty for any other plan. */
    static Optional<Map<String, String>> of(LogicalPlan command) {
        if (!command.getClass().getName().startsWith(COMMANDS)) {
            return Optional.empty();
        }
        Optional<Map<String, String>> stamp = marked(command);
        for (int i = 0; stamp.isEmpty() && i < command.productArity(); i++) {
            stamp = command.productElement(i) instanceof LogicalPlan part ? marked(part) : stamp;
        }
        return stamp;
    }

    private static Optional<Map<String, String>> marked(LogicalPlan plan) {
        LogicalPlan node = plan;
        while (node instanceof SubqueryAlias alias) {
            node = alias.child();
        }
        return Seqs.java(node.getTagValue(ON_COMMAND));
    }
}
