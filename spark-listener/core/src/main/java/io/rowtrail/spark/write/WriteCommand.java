package io.rowtrail.spark.write;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** A command that writes a query's rows. */
sealed interface WriteCommand permits TableWrite, FileWrite, DeltaWrite, StreamWrite {
    static Optional<? extends WriteCommand> parse(LogicalPlan plan) {
        Optional<TableWrite> table = TableWrite.parse(plan);
        if (table.isPresent()) {
            return table;
        }
        Optional<FileWrite> files = FileWrite.parse(plan);
        if (files.isPresent()) {
            return files;
        }
        Optional<StreamWrite> stream = StreamWrite.parse(plan);
        return stream.isPresent() ? stream : DeltaWrite.parse(plan);
    }

    LogicalPlan node();

    LogicalPlan query();

    Target target();

    /** What it does to the target. */
    PlannedRun.WriteKind kind();

    /** The nodes by which the target is named, which carry the run's mark, too. */
    List<LogicalPlan> named();

    /** Why the target takes no tag column that the query has not by itself; empty when it takes one. */
    Optional<String> refusal();

    /** Why the run cannot sign for its rows, which are a foreign writer's then; empty when it can. */
    default Optional<String> unsigned() {
        return Optional.empty();
    }

    /** An operator of the query whose state must not change; its rows and all above it are unknown then. */
    default Optional<String> keeper() {
        return Optional.empty();
    }

    /** Whether there are tagged rows already, beside which rows without any ordinal need the empty set. */
    boolean joinsTagged();

    /** Whether it removes rows of those partitions only that it has rows for. */
    boolean isDynamic();

    /** Whether no row stays that was there before, whatever it was. */
    boolean isWhole();

    /** What the table that is written says of itself, or will say. */
    Map<String, String> properties();

    /** The command over {@code query}, which has the tag column if {@code tagging} says so, as this run. */
    LogicalPlan as(String run, LogicalPlan query, PlannedRun.Tagging tagging);
}
