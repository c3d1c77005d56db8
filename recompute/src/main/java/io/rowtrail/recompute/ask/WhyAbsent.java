package io.rowtrail.recompute.ask;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.recompute.plan.Assembled;
import io.rowtrail.spark.tags.TagRewriter;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * Why there is no row under a key. Its ghosts: versions and partners that were removed, replaced or rejected by what other
 * rows decided, and by whom. And the query once more without one of its filters, join conditions, limits, in the plan's
 * order: where the row appears, that operator rejected it.
 */
public final class WhyAbsent {
    private static final int MOST_TRIES = 40;

    private final Lake lake;
    private final KeyedRows rows;

    public WhyAbsent(Lake lake) {
        this.lake = lake;
        this.rows = new KeyedRows(lake);
    }

    /** {@code {present, ghosts, rejectedBy, exactness, reasons}}. */
    public ObjectNode answer(Question question) {
        question.requireKey();
        Assembled query = lake.query(question);
        Expression key = KeyFilter.of(question.key(), query);
        Findings findings = Findings.of(query, Findings.Exactness.SUPERSET);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        KeyedRows.Found around = rows.of(query, question, question.limit(), findings);
        boolean present = !around.live().isEmpty();
        answer.put("present", present);
        ArrayNode ghosts = answer.putArray("ghosts");
        around.ghosts().forEach(ghost -> ghosts.add(ghost.json(query.columns())));
        ArrayNode rejectedBy = answer.putArray("rejectedBy");
        if (!present) {
            PredicateText readable = new PredicateText(query.plan());
            for (Found found : new Search(query, key, findings).run()) {
                rejectedBy
                        .addObject()
                        .put("operator", found.rejector.operator())
                        .put("planPosition", Integer.toString(found.rejector.position()))
                        .put(
                                "predicate",
                                found.rejector.condition().map(readable::text).orElse(""))
                        .put("tags", KeyedRow.encoded(found.tags));
            }
        }
        return findings.into(answer);
    }

    private record Found(Rejector rejector, TagSet tags) {}

    private final class Search {
        private final Assembled query;
        private final Expression key;
        private final Findings findings;
        private int tries;

        Search(Assembled query, Expression key, Findings findings) {
            this.query = query;
            this.key = key;
            this.findings = findings;
        }

        List<Found> run() {
            List<Rejector> all = Rejector.in(query.plan());
            List<Found> found = new ArrayList<>();
            for (Rejector rejector : all) {
                Optional<TagSet> appeared = without(Set.of(rejector));
                if (appeared.isPresent()) {
                    found.addAll(narrowed(rejector, appeared.get()));
                }
            }
            return found.isEmpty() ? together(all) : found;
        }

        /** Which of a filter's conditions it was. */
        private List<Found> narrowed(Rejector rejector, TagSet tags) {
            List<Found> found = new ArrayList<>();
            List<Rejector> parts = rejector.parts();
            if (parts.size() > 1) {
                parts.forEach(part -> without(Set.of(part)).ifPresent(set -> found.add(new Found(part, set))));
            }
            return found.isEmpty() ? List.of(new Found(rejector, tags)) : found;
        }

        /** No operator alone: the fewest that together do, found by taking back one after the other. */
        private List<Found> together(List<Rejector> all) {
            Set<Rejector> dropped = new HashSet<>(all);
            Optional<TagSet> tags = without(dropped);
            if (tags.isEmpty()) {
                return List.of();
            }
            for (Rejector rejector : all) {
                Set<Rejector> fewer = new HashSet<>(dropped);
                fewer.remove(rejector);
                Optional<TagSet> still = without(fewer);
                if (still.isPresent()) {
                    dropped = fewer;
                    tags = still;
                }
            }
            findings.remark("no operator alone kept the row out: these did together");
            TagSet last = tags.get();
            Set<Rejector> needed = dropped;
            return all.stream()
                    .filter(needed::contains)
                    .map(rejector -> new Found(rejector, last))
                    .toList();
        }

        private Optional<TagSet> without(Set<Rejector> dropped) {
            if (dropped.isEmpty()) {
                return Optional.empty();
            }
            if (++tries > MOST_TRIES) {
                findings.note(Findings.Exactness.UNKNOWN, "the plan has more operators than were tried");
                return Optional.empty();
            }
            LogicalPlan relaxed = Rejector.relaxed(query.plan(), dropped);
            TagRewriter.Result tagged = rows.tagged(query.with(relaxed));
            List<Row> appeared = Lake.rows(query, new Filter(key, tagged.plan()), 1);
            return appeared.isEmpty() ? Optional.empty() : Optional.of(KeyedRows.tags(appeared.get(0), query, tagged));
        }
    }
}
