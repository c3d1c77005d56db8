package io.rowtrail.spark.write;

import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.tags.DecidedColumns;
import io.rowtrail.spark.tags.Verdict;
import io.rowtrail.tags.Absence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.trees.TreeNodeTag;

/**
 * One write command on its way: what it was asked to do and what it may promise of its rows. Carried on the command's
 * node, so that whoever sees the command executed knows its run.
 *
 * @param id the run's id, and OpenLineage's
 * @param query the query as the job wrote it, analysed, without tags
 * @param sql the statement's text; empty for a DataFrame's write
 * @param settings of the session when it was analysed, those that change what a query yields
 */
public record PlannedRun(
        UUID id,
        LogicalPlan query,
        Target target,
        String operation,
        WriteKind kind,
        Optional<String> sql,
        Map<String, String> settings,
        Optional<Tagging> tagging) {
    private static final TreeNodeTag<PlannedRun> ON_COMMAND = new TreeNodeTag<>("io.rowtrail.run");
    /** On the query that a run writes: it is analysed again when the command executes. */
    static final TreeNodeTag<UUID> ON_QUERY = new TreeNodeTag<>("io.rowtrail.written");

    public PlannedRun {
        settings = Map.copyOf(settings);
    }

    /** What the command does to its table. */
    public enum WriteKind {
        CREATE,
        OVERWRITE,
        APPEND,
        /** Some of its rows: MERGE, UPDATE, DELETE. */
        CHANGE;

        static WriteKind of(SaveMode mode) {
            return switch (mode) {
                case Append -> APPEND;
                case Overwrite -> OVERWRITE;
                case ErrorIfExists, Ignore -> CREATE;
            };
        }
    }

    /**
     * What became of the rows' tags.
     *
     * @param written whether the table gets a tag column
     * @param absence what may have kept rows out
     * @param through no ordinal that went in is greater
     * @param decided the columns whose value other rows decide
     * @param whole whether no row stays that was in the target before
     * @param nanos what the rewrite cost the analysis
     */
    public record Tagging(
            boolean written,
            Verdict verdict,
            Absence absence,
            long through,
            DecidedColumns decided,
            TagStats stats,
            boolean whole,
            long nanos) {}

    /** The run of an executed command; empty for any other plan. */
    public static Optional<PlannedRun> of(LogicalPlan command) {
        Optional<PlannedRun> run = marked(command);
        for (int i = 0; run.isEmpty() && i < command.productArity(); i++) {
            run = command.productElement(i) instanceof LogicalPlan part ? marked(part) : run;
        }
        return run;
    }

    /** Marks a command as this run, and what names its target: Spark 3 loses the marks of a command that it copies. */
    void mark(LogicalPlan command, List<LogicalPlan> named) {
        command.setTagValue(ON_COMMAND, this);
        named.forEach(name -> name.setTagValue(ON_COMMAND, this));
    }

    private static Optional<PlannedRun> marked(LogicalPlan plan) {
        LogicalPlan node = plan;
        while (node instanceof SubqueryAlias alias) {
            node = alias.child();
        }
        return Seqs.java(node.getTagValue(ON_COMMAND));
    }
}
