package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.ChangeTable;
import io.rowtrail.spark.current.CurrentExpansion;
import io.rowtrail.spark.current.CurrentState;
import io.rowtrail.spark.current.ResolveCurrent;
import io.rowtrail.spark.plan.Conditions;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.stream.StreamLeaf;
import io.rowtrail.tags.Absence;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.RowtrailColumns;
import io.rowtrail.trace.RowtrailProperties;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/** Where tags come from: change tables, their current state, and tables that a tagged run wrote. */
public final class TagSources {
    private final Function<ChangeTable, Absence> absences;
    private final Function<DataSourceV2Relation, TaggedTable> outputs;
    private final Function<DataSourceV2Relation, TaggedTable> streams;
    private final Function<LogicalRelation, Optional<TaggedFiles>> files;

    /** As {@link #TagSources(Function, Function, Function, Function)}, where no run writes plain files. */
    public TagSources(Function<ChangeTable, Absence> absences, Function<DataSourceV2Relation, TaggedTable> outputs) {
        this(absences, outputs, outputs, relation -> Optional.empty());
    }

    /**
     * @param absences what removed or replaced rows of a change table up to its pin
     * @param outputs how far a table with a tag column may be believed
     * @param streams how far whatever such a table ever held may be
     * @param files how far plain files may be; empty where no run ever wrote
     */
    public TagSources(
            Function<ChangeTable, Absence> absences,
            Function<DataSourceV2Relation, TaggedTable> outputs,
            Function<DataSourceV2Relation, TaggedTable> streams,
            Function<LogicalRelation, Optional<TaggedFiles>> files) {
        this.absences = absences;
        this.outputs = outputs;
        this.streams = streams;
        this.files = files;
    }

    /** What is known of a table that has a tag column. */
    public sealed interface TaggedTable {
        /**
         * Every row was written by a tagged run.
         *
         * @param absence what kept rows out of it
         * @param through no ordinal in it is greater
         * @param decided the columns whose value other rows decided when it was written
         * @param open whether every row is open, whatever its own bit says
         */
        record Believed(Absence absence, long through, DecidedColumns decided, boolean open) implements TaggedTable {
            /** Of what nobody has written to. */
            public static final Believed NOTHING = new Believed(Absence.NONE, 0, DecidedColumns.NONE, false);

            /** What a tagged run said of its write, by the names of {@link RowtrailProperties}. */
            public static Believed stated(Map<String, String> summary) {
                String columns = summary.get(RowtrailProperties.VOLATILE);
                String through = summary.get(RowtrailProperties.COMPLETE_THROUGH);
                return new Believed(
                        Absence.stated(summary),
                        through == null ? Long.MAX_VALUE : Long.parseLong(through),
                        columns == null ? DecidedColumns.ANY : DecidedColumns.parse(columns),
                        Boolean.parseBoolean(summary.get(RowtrailProperties.OPEN)));
            }

            /** Of rows by both. */
            public Believed and(Believed other) {
                return new Believed(
                        absence.and(other.absence),
                        Math.max(through, other.through),
                        decided.and(other.decided),
                        open || other.open);
            }
        }

        /** Somebody else wrote to it, so a tag may stand beside a value it does not belong to. */
        record Foreign(String reason) implements TaggedTable {}
    }

    /**
     * What is known of plain files, some of which a tagged run wrote.
     *
     * @param stated what all runs that wrote there say
     * @param names of the files whose tags may be believed; read only when there is a {@code reason}
     * @param reason why the other files' rows are unknown; empty when there are no others
     */
    public record TaggedFiles(TaggedTable.Believed stated, Set<String> names, Optional<String> reason) {
        public TaggedFiles {
            names = Set.copyOf(names);
        }
    }

    Tagged current(CurrentState state, TagExpressions sets) {
        LogicalPlan plan = CurrentExpansion.withHistory(state, TagRewriter.TAG_NAME, sets::history);
        ChangeTable table = state.table().orElseThrow();
        List<Attribute> output = Nodes.output(plan);
        return Tagged.by(
                output.get(output.size() - 1),
                plan,
                Facts.of(Absence.anyOf(0, table.completeThrough()), absences.apply(table)));
    }

    /** The versions of each key: the live one, and as ghosts those that were replaced or removed. */
    Annotated versions(CurrentState state, TagExpressions sets, Verdict verdict) {
        LogicalPlan plan = CurrentExpansion.versions(
                state, TagRewriter.TAG_NAME, change -> new KeyHistory(change).toAggregateExpression());
        List<Attribute> output = Nodes.output(plan);
        Attribute removedBy = output.get(output.size() - 1);
        Attribute history = output.get(output.size() - 2);
        verdict.opened(state.nodeName());
        return Annotated.of(
                output.subList(0, output.size() - 2),
                new Annotated.Mark(history, sets.united(List.of(removedBy), false), new IsNull(removedBy)),
                plan);
    }

    /** Any leaf but a state: what kept rows out of what a run wrote is known of the whole table only. */
    Annotated stored(LogicalPlan leaf, TagExpressions sets, Verdict verdict) {
        Tagged read = leaf(leaf, verdict);
        Absence absence = read.facts().absence();
        Expression live = Conditions.ALWAYS;
        if (absence.isNone()) {
            Annotated.Mark mark = new Annotated.Mark(read.set(sets), TagExpressions.empty(), live);
            return Annotated.of(Nodes.output(leaf), mark, read.plan());
        }
        String name = leaf instanceof DataSourceV2Relation relation ? relation.name() : leaf.nodeName();
        verdict.opened(name);
        verdict.superset(
                name,
                "of a table that was read as it was written, it is known between which transactions lies"
                        + " what kept rows out, and not of which row");
        Expression any = TagExpressions.literal(within(absence, sets.bound()));
        Expression own = new If(TagExpressions.isOpen(read.set(sets)), any, TagExpressions.empty());
        List<Attribute> decided =
                Nodes.output(leaf).stream().filter(read.facts()::isVolatile).toList();
        return Annotated.of(Nodes.output(leaf), new Annotated.Mark(read.set(sets), own, live), read.plan())
                .beyond(any)
                .volatileIn(decided);
    }

    /** All that lie between, as far as a set of them can be had; else the unknown one. */
    private static TagSet within(Absence absence, Bound bound) {
        long width = absence.max() - absence.min();
        int most = Math.min(bound.maxCount(), Bound.DEFAULT.maxCount());
        return width >= 0 && width < most
                ? TagSet.of(LongStream.rangeClosed(absence.min(), absence.max()).toArray())
                : TagSet.unknown();
    }

    /** How far a table with a tag column may be believed. */
    public TaggedTable belief(DataSourceV2Relation relation) {
        return outputs.apply(relation);
    }

    Tagged leaf(LogicalPlan leaf, Verdict verdict) {
        if (leaf instanceof DataSourceV2Relation relation) {
            Optional<TagColumn.Read> read = TagColumn.read(relation);
            if (read.isPresent()) {
                return output(relation, read.get(), verdict);
            }
            Optional<Attribute> ordinal = column(leaf, RowtrailColumns.TX);
            return ordinal.isPresent() && ResolveCurrent.describe(leaf).isPresent()
                    ? tagged(leaf, leaf, TagExpressions.ordinal(ordinal.get()), Long.MAX_VALUE, Absence.NONE)
                    : Tagged.untagged(leaf);
        }
        if (StreamLeaf.isOne(leaf)) {
            return streamed(leaf, verdict);
        }
        if (leaf instanceof LogicalRelation relation) {
            Optional<TaggedFiles> known = files.apply(relation);
            if (known.isPresent()) {
                return new FileTags(relation, known.get()).tagged(verdict);
            }
        }
        boolean plain = leaf instanceof LocalRelation
                || leaf instanceof OneRowRelation
                || leaf instanceof Range
                || leaf instanceof LogicalRelation
                || leaf.nodeName().equals("HiveTableRelation");
        if (!plain) {
            verdict.broken(leaf.nodeName(), "rows from outside the plan, their origin unknown");
            return TagRewriter.unknown(leaf);
        }
        boolean stray = leaf instanceof LogicalRelation relation && FileColumn.isThere(relation);
        if (stray || column(leaf, RowtrailColumns.TAGS).isPresent()) {
            verdict.broken(leaf.nodeName(), "tags in a table whose writers cannot be told");
            return TagRewriter.unknown(leaf);
        }
        return Tagged.untagged(leaf);
    }

    /** Each row of a change table is a change; a row of a tagged table has its set. What is no table has no ordinals. */
    private Tagged streamed(LogicalPlan leaf, Verdict verdict) {
        Optional<DataSourceV2Relation> table = StreamLeaf.relation(leaf);
        Optional<Attribute> tag = column(leaf, RowtrailColumns.TAGS);
        if (table.isPresent() && tag.isPresent()) {
            return output(table.get(), streams.apply(table.get()), leaf, tag.get(), verdict);
        }
        Optional<Attribute> ordinal = column(leaf, RowtrailColumns.TX);
        return ordinal.isPresent() && table.flatMap(ResolveCurrent::describe).isPresent()
                ? tagged(leaf, leaf, TagExpressions.ordinal(ordinal.get()), Long.MAX_VALUE, Absence.NONE)
                : Tagged.untagged(leaf);
    }

    private Tagged output(DataSourceV2Relation relation, TagColumn.Read read, Verdict verdict) {
        return output(relation, outputs.apply(relation), read.relation(), read.tag(), verdict);
    }

    private static Tagged output(
            DataSourceV2Relation relation, TaggedTable table, LogicalPlan read, Attribute tag, Verdict verdict) {
        if (table instanceof TaggedTable.Believed believed) {
            Expression stored = TagExpressions.orElse(tag, TagSet.unknown());
            Expression set = believed.open() ? TagExpressions.opened(stored) : stored;
            return tagged(relation, read, set, believed.through(), believed.absence())
                    .telling()
                    .volatileIn(believed.decided().among(Nodes.output(relation), columnNames(relation)));
        }
        verdict.broken(relation.name(), ((TaggedTable.Foreign) table).reason());
        return TagRewriter.unknown(StreamLeaf.isOne(read) ? read : relation);
    }

    private static Set<String> columnNames(DataSourceV2Relation relation) {
        return Arrays.stream(relation.table().columns())
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static Tagged tagged(LogicalPlan leaf, LogicalPlan read, Expression set, long through, Absence absence) {
        return Tagged.of(Nodes.output(leaf), set, read, Facts.of(Absence.anyOf(0, through), absence));
    }

    private static Optional<Attribute> column(LogicalPlan leaf, String name) {
        return Nodes.output(leaf).stream()
                .filter(attribute -> attribute.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
