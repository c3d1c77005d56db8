package io.rowtrail.spark.tags;

import io.rowtrail.spark.current.ResolveCurrent;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.tags.TagSources.TaggedTable.Believed;
import io.rowtrail.tags.Absence;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Assignment;
import org.apache.spark.sql.catalyst.plans.logical.DeleteAction;
import org.apache.spark.sql.catalyst.plans.logical.InsertAction;
import org.apache.spark.sql.catalyst.plans.logical.InsertStarAction;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeAction;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;
import org.apache.spark.sql.catalyst.plans.logical.UpdateAction;
import org.apache.spark.sql.catalyst.plans.logical.UpdateStarAction;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/**
 * MERGE: the tag column is one more assignment of each branch. Matched rows have both sides' tags, inserted ones the
 * source's; a row that is there, or as it was, because the other side has no match is open when that side may lack rows.
 */
public final class MergeTags {
    private final TagSources sources;
    private final TagStyle style;
    private final UnaryOperator<Expression> observed;

    /**
     * @param observed a set on its way into the table
     */
    public MergeTags(TagSources sources, TagStyle style, UnaryOperator<Expression> observed) {
        this.sources = sources;
        this.style = style;
        this.observed = observed;
    }

    /**
     * A command with tags.
     *
     * @param opensRest whether the rows that it leaves as they were are open from now on
     */
    public record Result(
            MergeIntoTable merge,
            Absence absence,
            long through,
            DecidedColumns decided,
            boolean opensRest,
            Verdict verdict) {}

    /** {@code merge}, both of whose tables are known and whose branches may not be. */
    public Result rewrite(MergeIntoTable merge, DataSourceV2Relation target, Attribute targetTag) {
        TagRewriter rewriter = new TagRewriter(sources, style);
        TagRewriter.Result source = rewriter.rewriteQuery(new ResolveCurrent().apply(merge.sourceTable()));
        Verdict verdict = source.verdict();
        List<Attribute> columns = Nodes.output(merge.sourceTable());
        LogicalPlan tagged = source.tag() != null
                ? source.plan()
                : Tagged.of(columns, TagExpressions.empty(), merge.sourceTable(), Facts.NONE)
                        .plan();
        List<Attribute> output = Nodes.output(tagged);
        Attribute sourceTag = output.get(output.size() - 1);
        Believed before = believed(target, verdict);
        boolean byVolatile = !before.decided().isNone() || !source.decided().isNone();
        boolean sourceLacks = byVolatile || !source.absence().isNone();
        boolean targetLacks = byVolatile || !before.absence().isNone();
        Expression old = TagExpressions.orElse(targetTag, TagSet.unknown());
        Expression both = rewriter.sets().union(old, sourceTag);
        Branches branches = new Branches(Nodes.output(merge.targetTable()), columns, targetTag);
        MergeIntoTable rewritten = Nodes.merge(
                merge,
                tagged,
                branches.of(merge.matchedActions(), openedIf(byVolatile, both)),
                branches.of(merge.notMatchedActions(), openedIf(targetLacks, sourceTag)),
                branches.of(merge.notMatchedBySourceActions(), openedIf(sourceLacks, old)));
        if (sourceLacks || targetLacks) {
            verdict.opened(merge.nodeName());
        }
        long through = Math.max(source.through(), before.through());
        return new Result(
                rewritten,
                absence(merge, source, before, byVolatile),
                through,
                source.decided().isNone() ? DecidedColumns.NONE : DecidedColumns.ANY,
                sourceLacks,
                verdict);
    }

    private Believed believed(DataSourceV2Relation target, Verdict verdict) {
        TagSources.TaggedTable table = sources.belief(target);
        if (table instanceof Believed believed) {
            return believed;
        }
        verdict.broken(target.name(), ((TagSources.TaggedTable.Foreign) table).reason());
        return new Believed(Absence.ANYTHING, Long.MAX_VALUE, DecidedColumns.ANY, true);
    }

    /** A row of one side may have kept out, or taken away, what would be there without it. */
    private static Absence absence(
            MergeIntoTable merge, TagRewriter.Result source, Believed before, boolean byVolatile) {
        Absence absence = source.absence().and(before.absence());
        boolean deletes = Seqs.<MergeAction>java(merge.matchedActions()).stream()
                .anyMatch(action -> action instanceof DeleteAction);
        if (byVolatile || deletes || !merge.notMatchedBySourceActions().isEmpty()) {
            absence = absence.and(Absence.anyOf(0, source.through()));
        }
        if (byVolatile || !merge.notMatchedActions().isEmpty()) {
            absence = absence.and(Absence.anyOf(0, before.through()));
        }
        return absence;
    }

    private Expression openedIf(boolean opens, Expression set) {
        return observed.apply(opens ? TagExpressions.opened(set) : set);
    }

    /** The branches of a command with one assignment more. */
    private record Branches(List<Attribute> target, List<Attribute> source, Attribute tag) {
        List<MergeAction> of(scala.collection.Iterable<MergeAction> actions, Expression set) {
            List<MergeAction> tagged = new ArrayList<>();
            for (MergeAction action : Seqs.<MergeAction>java(actions)) {
                tagged.add(with(action, set));
            }
            return tagged;
        }

        private MergeAction with(MergeAction action, Expression set) {
            if (action instanceof UpdateAction update) {
                return Nodes.update(update.condition(), and(Seqs.java(update.assignments()), set));
            } else if (action instanceof InsertAction insert) {
                return new InsertAction(insert.condition(), Seqs.of(and(Seqs.java(insert.assignments()), set)));
            } else if (action instanceof UpdateStarAction update) {
                return byName().<MergeAction>map(all -> Nodes.update(update.condition(), and(all, set)))
                        .orElse(action);
            } else if (action instanceof InsertStarAction insert) {
                return byName().<MergeAction>map(all -> new InsertAction(insert.condition(), Seqs.of(and(all, set))))
                        .orElse(action);
            }
            return action;
        }

        private List<Assignment> and(List<Assignment> assignments, Expression set) {
            List<Assignment> all = new ArrayList<>(assignments);
            all.removeIf(assignment -> assignment.key() instanceof NamedExpression key
                    && key.name().equalsIgnoreCase(tag.name()));
            all.add(new Assignment(tag, set));
            return all;
        }

        /** What {@code *} stands for; empty when the source lacks a column, which Spark shall say itself. */
        private Optional<List<Assignment>> byName() {
            List<Assignment> all = new ArrayList<>();
            for (Attribute column : target) {
                if (TagColumn.isTag(column)) {
                    continue;
                }
                List<Attribute> same = source.stream()
                        .filter(other -> Nodes.isSameName(other.name(), column.name()))
                        .toList();
                if (same.size() != 1) {
                    return Optional.empty();
                }
                all.add(new Assignment(column, same.get(0)));
            }
            return Optional.of(all);
        }
    }
}
