package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.security.Caller;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * The what-ifs of all replicas, in the database, so that any replica tells of them and a stopped one's are known to have
 * failed. A job is told to who asked for it only.
 */
@ApplicationScoped
class WhatifStore {
    /** A replica that has not said for so long that it runs a job has stopped. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    private static final String COLUMNS =
            "select id, dataset, asked, started_at, state, alive_at, reason, result from rowtrail.whatif_job";
    private static final String INSERT = "insert into rowtrail.whatif_job"
            + " (id, tenant, asked_by, question, dataset, asked, state, started_at, alive_at)"
            + " values ($1, $2, $3, $4, $5, $6, 'running', $7, $7)";
    private static final String END =
            "update rowtrail.whatif_job set state = $2, reason = $3, result = $4, ended_at = $5"
                    + " where id = $1 and state = 'running'";

    private final Pool pool;
    private final RecomputeConfig config;
    private final Clock clock;

    @Inject
    WhatifStore(Pool pool, RecomputeConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    Optional<WhatifJob> find(Caller caller, UUID id) {
        return first(ask(
                COLUMNS + " where id = $1 and tenant = $2 and asked_by = $3 and started_at > $4",
                Tuple.of(id, caller.tenant().slug(), caller.name(), at(oldest()))));
    }

    /** The newest job of the same question by the same caller that has not failed. */
    Optional<WhatifJob> same(Caller caller, QuestionHash question) {
        return first(ask(
                        COLUMNS + " where tenant = $1 and asked_by = $2 and question = $3 and state <> 'failed'"
                                + " and started_at > $4 order by started_at desc limit 1",
                        Tuple.of(caller.tenant().slug(), caller.name(), question.buffer(), at(oldest()))))
                .filter(job -> !(job.state() instanceof WhatifJob.State.Failed));
    }

    /** Adds a running job, and deletes those that are too old. */
    void add(Caller caller, UUID id, QuestionHash question, String dataset, JsonNode asked) {
        ask("delete from rowtrail.whatif_job where started_at <= $1", Tuple.of(at(oldest())));
        ask(
                INSERT,
                Tuple.from(java.util.List.of(
                        id,
                        caller.tenant().slug(),
                        caller.name(),
                        question.buffer(),
                        dataset,
                        Buffer.buffer(asked.toString()),
                        at(clock.instant()))));
    }

    void done(UUID id, JsonNode diff) {
        end(id, "done", null, Buffer.buffer(diff.toString()));
    }

    void failed(UUID id, String reason) {
        end(id, "failed", reason, null);
    }

    /** Says that these are still at it. */
    void alive(Collection<UUID> ids) {
        ask(
                "update rowtrail.whatif_job set alive_at = $2 where id = any($1) and state = 'running'",
                Tuple.of(ids.toArray(UUID[]::new), at(clock.instant())));
    }

    private void end(
            UUID id,
            String state,
            @org.jspecify.annotations.Nullable String reason,
            @org.jspecify.annotations.Nullable Buffer result) {
        ask(END, Tuple.tuple(java.util.Arrays.asList(id, state, reason, result, at(clock.instant()))));
    }

    private Optional<WhatifJob> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(new WhatifJob(
                    row.getUUID("id"),
                    row.getString("dataset"),
                    json(row, "asked"),
                    row.getOffsetDateTime("started_at").toInstant(),
                    state(row)));
        }
        return Optional.empty();
    }

    private WhatifJob.State state(Row row) {
        String state = row.getString("state");
        if (state.equals("done")) {
            return new WhatifJob.State.Done(json(row, "result"));
        }
        if (state.equals("failed")) {
            return new WhatifJob.State.Failed(row.getString("reason"));
        }
        Instant alive = row.getOffsetDateTime("alive_at").toInstant();
        return alive.plus(SILENCE).isBefore(clock.instant())
                ? new WhatifJob.State.Failed("the service that ran it has stopped; ask again")
                : new WhatifJob.State.Running();
    }

    private static JsonNode json(Row row, String column) {
        return StrictJson.parse(row.getBuffer(column).toString());
    }

    private Instant oldest() {
        return clock.instant().minus(config.keepResultsFor());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private RowSet<Row> ask(String sql, Tuple arguments) {
        return Await.on(() -> pool.preparedQuery(sql).execute(arguments));
    }
}
