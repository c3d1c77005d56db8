package io.rowtrail.recompute.ask;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.recompute.plan.Assembled;
import io.rowtrail.spark.tags.Verdict;
import java.util.List;

/** The rows under a key with their exact tags, and exactly what mattered without being in them. */
public final class ExactRows {
    private final Lake lake;

    public ExactRows(Lake lake) {
        this.lake = lake;
    }

    /** {@code {rows, exactness, reasons, guarantee}}; ghosts are among the rows, after the live ones. */
    public ObjectNode answer(Question question) {
        question.requireKey();
        Assembled query = lake.query(question);
        Findings findings = Findings.of(query, Findings.Exactness.SUPERSET);
        KeyedRows.Found found = new KeyedRows(lake).of(query, question, question.limit() + 1, findings);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode told = answer.putArray("rows");
        List<KeyedRow> rows = found.rows();
        rows.subList(0, Math.min(rows.size(), question.limit())).forEach(row -> told.add(row.json(query.columns())));
        if (rows.size() > question.limit()) {
            findings.remark("more than " + question.limit() + " rows have this key, ghosts included");
        }
        findings.into(answer);
        return answer.put("guarantee", guarantee(found));
    }

    private static String guarantee(KeyedRows.Found found) {
        Verdict verdict = found.verdict();
        return switch (verdict.guarantee()) {
            case BROKEN -> "broken";
            case NONDETERMINISTIC -> "nondeterministic";
            case OPEN, CLOSED ->
                found.live().stream().anyMatch(row -> row.tags().open()) ? "open" : "closed";
        };
    }
}
