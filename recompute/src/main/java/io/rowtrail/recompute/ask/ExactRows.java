package io.rowtrail.recompute.ask;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.recompute.plan.Assembled;
import io.rowtrail.spark.tags.TagRewriter;
import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSet;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The rows under a key with their exact tags: the run's query once more, with a condition on top that Spark pushes down. */
public final class ExactRows {
    private final Lake lake;

    public ExactRows(Lake lake) {
        this.lake = lake;
    }

    /** {@code {rows, exactness, reasons, guarantee}}. */
    public ObjectNode answer(Question question) {
        question.requireKey();
        Assembled query = lake.query(question);
        Findings findings = Findings.of(query, Findings.Exactness.SUPERSET);
        TagRewriter.Result tagged = tagged(query);
        findings.note(tagged.verdict());
        LogicalPlan plan = new Filter(KeyFilter.of(question.key(), query), tagged.plan());
        List<Row> rows = Lake.rows(query, plan, question.limit() + 1);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode told = answer.putArray("rows");
        for (Row row : rows.subList(0, Math.min(rows.size(), question.limit()))) {
            told.add(row(row, query, tagged, findings));
        }
        if (rows.size() > question.limit()) {
            findings.remark("more than " + question.limit() + " rows have this key");
        }
        findings.into(answer);
        return answer.put("guarantee", tagged.verdict().guarantee().name().toLowerCase(Locale.ROOT));
    }

    TagRewriter.Result tagged(Assembled query) {
        return new TagRewriter(lake.sources(), Bound.NONE).rewriteQuery(query.plan());
    }

    static TagSet tags(Row row, Assembled query, TagRewriter.Result tagged) {
        return tagged.tag() == null
                ? TagSet.EMPTY
                : TagSet.decode(row.<byte[]>getAs(query.columns().size()));
    }

    private static ObjectNode row(Row row, Assembled query, TagRewriter.Result tagged, Findings findings) {
        TagSet tags = tags(row, query, tagged);
        switch (tags.exactness()) {
            case EXACT -> {}
            case TRUNCATED -> findings.note(Findings.Exactness.SUPERSET, "a stored set was cut at its bound");
            case UNKNOWN -> findings.note(Findings.Exactness.UNKNOWN, "a set is unknown");
        }
        if (tags.open()) {
            findings.note(Findings.Exactness.SUPERSET, "what is absent is known of the run, not of the row");
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("columns", RowJson.columns(row, query.columns()));
        json.put("tags", encoded(tags));
        json.put("absence", encoded(tags.open() ? TagSet.unknown() : TagSet.EMPTY));
        return json.put("live", true);
    }

    static String encoded(TagSet tags) {
        return Base64.getEncoder().encodeToString(tags.encode());
    }
}
