package io.rowtrail.recompute.ask;

import io.rowtrail.recompute.plan.Assembled;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.tags.AbsenceRewriter;
import io.rowtrail.spark.tags.TagRewriter;
import io.rowtrail.spark.tags.Verdict;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Descending$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.NullsLast$;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The rows under a key, ghosts too, with their exact sets: the query rewritten, and the key on top, where Spark takes it down as
 * far as it may.
 */
final class KeyedRows {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedRows.class);

    private final Lake lake;

    KeyedRows(Lake lake) {
        this.lake = lake;
    }

    /**
     * What was found.
     *
     * @param rows live ones first, ghosts after them
     * @param verdict on the query
     */
    record Found(List<KeyedRow> rows, Verdict verdict) {
        List<KeyedRow> live() {
            return rows.stream().filter(KeyedRow::live).toList();
        }

        List<KeyedRow> ghosts() {
            return rows.stream().filter(row -> !row.live()).toList();
        }
    }

    /** At most {@code most} rows; how far they are exact goes into {@code findings}. */
    Found of(Assembled query, Question question, int most, Findings findings) {
        Found found;
        try {
            found = withGhosts(query, question, most);
            findings.noteAbsence(found.verdict());
        } catch (BadQuestionException e) {
            throw e;
        } catch (Exception e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            // An expression may fail on a row that the job never saw.
            LOG.warn("run={} ghosts={}", question.run(), e.getClass().getSimpleName());
            LOG.debug("run={} ghosts failed", question.run(), e);
            found = withoutGhosts(query, question, most);
            findings.note(found.verdict());
            findings.note(Findings.Exactness.SUPERSET, "what is absent could not be told row by row");
        }
        for (KeyedRow row : found.rows()) {
            note(row.tags(), findings);
            note(row.absence(), findings);
        }
        return found;
    }

    private static void note(TagSet set, Findings findings) {
        switch (set.exactness()) {
            case EXACT -> {}
            case SUPERSET ->
                findings.note(Findings.Exactness.SUPERSET, "a stored set is only known to lie between two ordinals");
            case TRUNCATED -> findings.note(Findings.Exactness.SUPERSET, "a stored set was cut at its bound");
            case UNKNOWN -> findings.note(Findings.Exactness.UNKNOWN, "a set is unknown");
        }
    }

    private Found withGhosts(Assembled query, Question question, int most) {
        AbsenceRewriter.Result result = new AbsenceRewriter(lake.sources(), Bound.NONE).rewriteQuery(query.plan());
        LogicalPlan keyed = new Filter(key(query, question, result), result.plan());
        SortOrder liveFirst = new SortOrder(result.live(), Descending$.MODULE$, NullsLast$.MODULE$, Seqs.none());
        List<KeyedRow> rows = new ArrayList<>();
        int columns = query.columns().size();
        for (Row row : Lake.rows(query, new Sort(Seqs.of(List.of(liveFirst)), true, keyed, Option.empty()), most)) {
            rows.add(new KeyedRow(row, set(row, columns), set(row, columns + 1), row.getBoolean(columns + 2)));
        }
        return new Found(rows, result.verdict());
    }

    /** A ghost has no values that other rows decide: there only the rest of the key can tell it. */
    private static Expression key(Assembled query, Question question, AbsenceRewriter.Result result) {
        Expression own = KeyFilter.of(question.key(), query, column -> !isIn(column, result.decided()));
        Expression decided = KeyFilter.of(question.key(), query, column -> isIn(column, result.decided()));
        return new And(own, new Or(new Not(result.live()), decided));
    }

    private static boolean isIn(Attribute column, List<Attribute> columns) {
        return columns.stream().anyMatch(other -> Nodes.sameId(other, column));
    }

    private Found withoutGhosts(Assembled query, Question question, int most) {
        TagRewriter.Result tagged = tagged(query);
        List<KeyedRow> rows = new ArrayList<>();
        for (Row row : Lake.rows(query, new Filter(KeyFilter.of(question.key(), query), tagged.plan()), most)) {
            TagSet tags = tags(row, query, tagged);
            rows.add(new KeyedRow(row, tags, tags.open() ? TagSet.unknown() : TagSet.EMPTY, true));
        }
        return new Found(rows, tagged.verdict());
    }

    TagRewriter.Result tagged(Assembled query) {
        return new TagRewriter(lake.sources(), Bound.NONE).rewriteQuery(query.plan());
    }

    static TagSet tags(Row row, Assembled query, TagRewriter.Result tagged) {
        return tagged.tag() == null ? TagSet.EMPTY : set(row, query.columns().size());
    }

    private static TagSet set(Row row, int column) {
        return TagSet.decode(row.<byte[]>getAs(column));
    }
}
