package io.rowtrail.recompute.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.recompute.plan.Assembled;
import io.rowtrail.spark.tags.Verdict;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** How far an answer may be believed, and why not further. */
final class Findings {
    /** From best to worst. */
    enum Exactness {
        EXACT,
        SUPERSET,
        UNKNOWN
    }

    private final Set<String> reasons = new LinkedHashSet<>();
    private Exactness exactness = Exactness.EXACT;

    /** What is known before anything is run. */
    static Findings of(Assembled query, Exactness whereStored) {
        Findings findings = new Findings();
        query.stored().forEach(reason -> findings.note(whereStored, reason));
        query.nondeterministic()
                .forEach(name -> findings.note(
                        Exactness.UNKNOWN,
                        "the inputs do not determine the result of " + name + ": it may come out otherwise"));
        return findings;
    }

    void note(Exactness atBest, String reason) {
        exactness = exactness.compareTo(atBest) >= 0 ? exactness : atBest;
        reasons.add(reason);
    }

    /** Also how far what is absent is exact. */
    void noteAbsence(Verdict verdict) {
        note(verdict);
        verdict.supersets()
                .forEach(found -> note(
                        Exactness.SUPERSET,
                        "more may be told absent than need be, by " + found.operator() + ": " + found.reason()));
    }

    void note(Verdict verdict) {
        verdict.breaks()
                .forEach(found ->
                        note(Exactness.UNKNOWN, "tags cannot pass " + found.operator() + ": " + found.reason()));
    }

    /** Something that limits what is told, not how true it is. */
    void remark(String reason) {
        reasons.add(reason);
    }

    ObjectNode into(ObjectNode answer) {
        answer.put("exactness", exactness.name().toLowerCase(Locale.ROOT));
        reasons.forEach(answer.putArray("reasons")::add);
        return answer;
    }
}
