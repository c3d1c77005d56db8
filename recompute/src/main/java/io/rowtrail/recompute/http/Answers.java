package io.rowtrail.recompute.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.recompute.ask.BadQuestionException;
import io.rowtrail.recompute.ask.Question;
import io.rowtrail.recompute.plan.FacetException;
import java.util.Map;
import java.util.function.Function;

/** What can be asked, by path. */
record Answers(Map<String, Function<Question, ObjectNode>> byPath) {
    /**
     * The answer; where the plan cannot be run again, that is the answer.
     *
     * @throws BadQuestionException the asker's mistake
     */
    ObjectNode answer(String path, Question question) {
        Function<Question, ObjectNode> asked = byPath.get(path);
        if (asked == null) {
            throw new IllegalArgumentException(path);
        }
        try {
            return asked.apply(question);
        } catch (FacetException e) {
            return unknown(String.valueOf(e.getMessage()));
        }
    }

    /** An answer of any kind that says nothing but why. */
    static ObjectNode unknown(String reason) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        for (String list : new String[] {"rows", "ghosts", "rejectedBy", "added", "removed"}) {
            answer.putArray(list);
        }
        answer.put("present", false).put("guarantee", "broken").put("exactness", "unknown");
        ArrayNode reasons = answer.putArray("reasons");
        reasons.add(reason);
        answer.putObject("counts");
        return answer;
    }
}
