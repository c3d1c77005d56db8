package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Runs recorded plans for one row at a time. Blocks for up to {@code rowtrail.recompute.timeout}; no more questions wait
 * at once than are allowed to.
 */
@ApplicationScoped
public class Recompute {
    private static final Logger LOG = Logger.getLogger(Recompute.class);
    /** A key that names more rows than this is none. */
    private static final int MOST_ROWS = 100;

    private final Worker worker;
    private final ExactAnswers answers;
    private final RecomputeConfig config;
    private final Callers callers;
    private final Semaphore places;

    @Inject
    Recompute(Worker worker, ExactAnswers answers, RecomputeConfig config, Callers callers) {
        this.worker = worker;
        this.answers = answers;
        this.config = config;
        this.callers = callers;
        this.places = new Semaphore(config.maxWaiting());
    }

    /**
     * The row of a key as a plan makes it, computed or as it was kept.
     *
     * @param key column to value
     * @throws io.rowtrail.service.http.ProblemException 503 when there is no worker or it has no time; 422 when it cannot
     *     answer; 400 when the key is none of the plan's
     */
    public ExactRow row(RunPlan plan, JsonNode key) {
        ObjectNode question = question(plan, key);
        Tenant tenant = callers.current().tenant();
        QuestionHash hash = QuestionHash.of("recompute", question);
        Optional<ExactRow> known = answers.find(tenant, hash);
        if (known.isPresent()) {
            return known.get();
        }
        ExactRow computed = read(ask("v1/recompute", question), ExactRow::of);
        answers.keep(tenant, hash, computed);
        return computed;
    }

    /** Why a plan makes no row of a key; the same errors. */
    public WhyNot absence(RunPlan plan, JsonNode key) {
        return read(ask("v1/absence", question(plan, key)), WhyNot::of);
    }

    private static ObjectNode question(RunPlan plan, JsonNode key) {
        ObjectNode question = plan.question();
        question.set("key", key);
        return question.put("limit", MOST_ROWS);
    }

    private JsonNode ask(String path, ObjectNode question) {
        if (!places.tryAcquire()) {
            throw Problem.unavailable("other rows are being recomputed", 5).exception();
        }
        try {
            Worker.Reply reply = worker.ask(path, question, config.timeout());
            if (reply instanceof Worker.Reply.Busy busy) {
                throw busy.problem().exception();
            }
            if (reply instanceof Worker.Reply.Mistaken mistaken) {
                throw Problem.invalid("key", mistaken.why()).exception();
            }
            if (reply instanceof Worker.Reply.Refused refused) {
                throw Problem.unprocessable("the recorded plan cannot be run again: " + refused.why())
                        .exception();
            }
            return ((Worker.Reply.Given) reply).json();
        } finally {
            places.release();
        }
    }

    static <T> T read(JsonNode answer, Function<JsonNode, T> reader) {
        try {
            return reader.apply(answer);
        } catch (IllegalArgumentException e) {
            LOG.errorf(e, "event=recompute-answer-unreadable");
            throw Problem.unavailable("the recompute worker is of another release: its answer cannot be read", 300)
                    .exception();
        }
    }
}
