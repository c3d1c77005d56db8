package io.rowtrail.quickstart.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.lake.Lake;
import io.rowtrail.quickstart.sceptic.ScepticVerdict;
import io.rowtrail.quickstart.verdict.LakeFacts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The jobs that a sceptic would write, and their comparison with the ledger. */
final class ScepticSteps {
    private static final Duration JOB = Duration.ofMinutes(10);

    private final DemoParts parts;
    private final Judgement judgement;
    private final ScepticVerdict verdict;

    ScepticSteps(DemoParts parts, Judgement judgement) {
        this.parts = parts;
        this.judgement = judgement;
        this.verdict = judgement.sceptic();
    }

    /** Runs the jobs. */
    String jobs(Steps.Shown shown) {
        String loads = verdict.loads().stream().map(String::valueOf).collect(Collectors.joining(","));
        parts.job("job-sceptic", List.of("sceptic", "--loads", loads)).run(JOB, () -> shown.progress(() -> ""));
        return "";
    }

    /** Compares all that is stored, and tries what it promises by removing transactions from the ledger. */
    String compare(long seed) {
        try (Lake lake = judgement.lake()) {
            verdict.stored(new LakeFacts(lake.reader())).forEach(judgement::add);
        }
        verdict.promises(seed).forEach(judgement::add);
        return judgement.failures();
    }

    /** Asks the service for the exact answer of one row of each output. */
    String recompute(Api api) {
        List<ScepticVerdict.Question> questions = verdict.questions();
        for (ScepticVerdict.Question question : questions) {
            ObjectNode key = JsonNodeFactory.instance.objectNode();
            question.key().forEach(key::put);
            verdict.answer(
                    question,
                    api.get("/api/v1/rows/traces?mode=recompute&dataset="
                            + Api.encode("dataset:iceberg://lake:" + question.table()) + "&key="
                            + Api.encode(key.toString())));
        }
        judgement.add(verdict.recomputed());
        return String.format(Locale.ROOT, "%d rows%s", questions.size(), judgement.failures());
    }
}
