package io.rowtrail.service.recompute;

import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.tenant.Tenant;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Exact answers that were computed: a run and the snapshots it read never change, so neither does the answer. Known by
 * the hash of the whole question; what is kept names ordinals only.
 */
@ApplicationScoped
class ExactAnswers {
    private static final int LARGEST = 1 << 20;
    private static final String FIND =
            "select answer from rowtrail.exact_answer where tenant = $1 and question = $2 and answered_at > $3";
    private static final String KEEP = "insert into rowtrail.exact_answer (tenant, question, answered_at, answer)"
            + " values ($1, $2, $3, $4) on conflict (tenant, question) do nothing";
    private static final String OLD = "delete from rowtrail.exact_answer where answered_at <= $1";
    private static final String MANY = "delete from rowtrail.exact_answer where answered_at <="
            + " (select answered_at from rowtrail.exact_answer order by answered_at desc offset $1 limit 1)";

    private final Pool pool;
    private final RecomputeConfig config;
    private final Clock clock;

    @Inject
    ExactAnswers(Pool pool, RecomputeConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    Optional<ExactRow> find(Tenant tenant, QuestionHash question) {
        Tuple arguments = Tuple.of(tenant.slug(), question.buffer(), at(oldest()));
        for (Row row : Await.on(() -> pool.preparedQuery(FIND).execute(arguments))) {
            return Optional.of(ExactRow.of(StrictJson.parse(row.getBuffer(0).toString())));
        }
        return Optional.empty();
    }

    /** Keeps an answer that is exact, and lets go of what is too old or too much. */
    void keep(Tenant tenant, QuestionHash question, ExactRow answer) {
        String text = answer.text();
        if (!answer.isExact() || text.length() > LARGEST) {
            return;
        }
        Tuple arguments = Tuple.of(tenant.slug(), question.buffer(), at(clock.instant()), Buffer.buffer(text));
        Await.on(() -> pool.withTransaction(connection -> connection
                .preparedQuery(KEEP)
                .execute(arguments)
                .call(() -> connection.preparedQuery(OLD).execute(Tuple.of(at(oldest()))))
                .call(() -> connection.preparedQuery(MANY).execute(Tuple.of(config.keepAnswers())))));
    }

    private Instant oldest() {
        return clock.instant().minus(config.keepAnswersFor());
    }

    private static java.time.OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
