package io.rowtrail.spark.write;

import io.rowtrail.spark.config.RowtrailOptions;
import io.rowtrail.spark.config.RowtrailOptions.TagsMode;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.stream.StreamState;
import io.rowtrail.spark.tags.TagRewriter;
import io.rowtrail.spark.tags.TagSources;
import io.rowtrail.spark.tags.TagStyle;
import io.rowtrail.tags.Absence;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;

/** Puts the tag column into the query under a write command. */
public final class TagWrites {
    private final TagSources sources;
    private final Supplier<TagStats> stats;
    private final Consumer<LogicalPlan> check;

    /**
     * @param stats a new counter, registered with Spark
     * @param check throws when Spark would refuse the plan
     */
    public TagWrites(TagSources sources, Supplier<TagStats> stats, Consumer<LogicalPlan> check) {
        this.sources = sources;
        this.stats = stats;
        this.check = check;
    }

    /**
     * A command's query with tags.
     *
     * @param query what shall be written; the command's own query when no tags are written
     */
    record Outcome(LogicalPlan query, PlannedRun.Tagging tagging) {}

    Outcome tag(WriteCommand command, RowtrailOptions options, TagsMode mode) {
        long begin = System.nanoTime();
        TagStats counter = stats.get();
        TagStyle style = TagStyles.of(options, mode, counter);
        TagRewriter.Result result = rewritten(command, style);
        Optional<Attribute> place = tagColumn(Nodes.output(command.query()));
        Optional<String> refusal = place.isPresent() ? Optional.empty() : command.refusal();
        boolean wanted = refusal.isEmpty() && (place.isPresent() || result.tag() != null || command.joinsTagged());
        if (refusal.isPresent() && result.tag() != null) {
            result.verdict().broken(command.node().nodeName(), refusal.get());
        }
        if (wanted) {
            command.unsigned().ifPresent(reason -> result.verdict().broken(command.node().nodeName(), reason));
        }
        LogicalPlan query = wanted ? topped(command.query(), result, place, counter) : command.query();
        if (wanted) {
            check.accept(query);
        }
        return new Outcome(
                query,
                new PlannedRun.Tagging(
                        wanted,
                        result.verdict(),
                        absence(command, result),
                        result.through(),
                        result.decided(),
                        counter,
                        command.isWhole(),
                        System.nanoTime() - begin));
    }

    private TagRewriter.Result rewritten(WriteCommand command, TagStyle style) {
        TagRewriter.Result result = new TagRewriter(sources, style).rewriteQuery(command.query());
        Optional<String> keeper = command.keeper().or(() -> StreamState.keeper(result.plan()));
        return result.tag() == null || keeper.isEmpty()
                ? result
                : TagRewriter.unknownQuery(
                        command.query(),
                        keeper.get(),
                        "a stream's operator that keeps state, to which tags would be a change",
                        style);
    }

    /** A dynamic overwrite removes the rows of those partitions only that it has rows for: any of these may be why. */
    private static Absence absence(WriteCommand command, TagRewriter.Result result) {
        return command.isDynamic() ? result.absence().and(Absence.anyOf(0, result.through())) : result.absence();
    }

    private static Optional<Attribute> tagColumn(List<Attribute> output) {
        return output.stream()
                .filter(column -> column.name().equalsIgnoreCase(RowtrailColumns.TAGS))
                .findFirst();
    }

    /** The query's columns, the tag column in its place or last. */
    private static LogicalPlan topped(
            LogicalPlan query, TagRewriter.Result result, Optional<Attribute> place, TagStats counter) {
        Attribute tag = result.tag();
        Expression set = tag == null ? Literal.create(TagSet.EMPTY.encode(), DataTypes.BinaryType) : tag;
        Expression observed = new ObserveTags(set, counter);
        List<NamedExpression> columns = new ArrayList<>();
        for (Attribute column : Nodes.output(query)) {
            boolean here = place.isPresent() && Nodes.sameId(column, place.get());
            columns.add(here ? Nodes.alias(observed, RowtrailColumns.TAGS) : column);
        }
        if (place.isEmpty()) {
            columns.add(Nodes.alias(observed, RowtrailColumns.TAGS));
        }
        return Nodes.project(columns, result.plan());
    }

    /** What the written snapshot, or list of files, shall say of its run. */
    static Map<String, String> summary(String run, PlannedRun.Tagging tagging) {
        Map<String, String> stamp = new LinkedHashMap<>();
        stamp.put(RowtrailProperties.RUN, run);
        Absence absence = tagging.absence();
        stamp.put(RowtrailProperties.ABSENCE_COUNT, Long.toString(absence.count()));
        if (!absence.isNone()) {
            stamp.put(RowtrailProperties.ABSENCE_MIN, Long.toString(absence.min()));
            stamp.put(RowtrailProperties.ABSENCE_MAX, Long.toString(absence.max()));
        }
        stamp.put(RowtrailProperties.COMPLETE_THROUGH, Long.toString(tagging.through()));
        stamp.put(RowtrailProperties.VOLATILE, tagging.decided().format());
        if (tagging.whole()) {
            stamp.put(RowtrailProperties.WHOLE, "true");
        }
        return stamp;
    }
}
