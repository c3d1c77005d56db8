package io.rowtrail.service.lineage;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.service.log.Await;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Where the lineage events of a log are, and how many there were when. Calls block. */
@ApplicationScoped
class EventIndex {
    private static final String NEWEST = "select idx from audit.entry where log = $1 and kind like 'lineage.%'"
            + " and idx < $2 order by idx desc limit $3";
    private static final String OLDEST = "select idx from audit.entry where log = $1 and kind like 'lineage.%'"
            + " and idx > $2 order by idx limit $3";
    private static final String COUNT =
            "select count(*) as events from audit.entry where log = $1 and kind like 'lineage.%'";
    private static final String ACTIONS = "select action, count(*) as events from audit.entry where log = $1"
            + " and kind = 'lineage.run' and recorded_at >= $2 and recorded_at < $3 group by action";

    private final Pool pool;

    @Inject
    EventIndex(Pool pool) {
        this.pool = pool;
    }

    /** How many run events of each kind a stretch of recording time has. */
    record Counts(long start, long complete, long fail, long abort) {}

    /** Indexes of lineage events before one, newest first. */
    List<Long> before(AuditLog log, long index, int most) {
        return indexes(NEWEST, log, index, most);
    }

    /** Indexes of lineage events after one, oldest first. */
    List<Long> after(AuditLog log, long index, int most) {
        return indexes(OLDEST, log, index, most);
    }

    private List<Long> indexes(String query, AuditLog log, long index, int most) {
        List<Long> indexes = new ArrayList<>();
        for (Row row : Await.on(
                () -> pool.preparedQuery(query).execute(Tuple.of(log.name().value(), index, most)))) {
            indexes.add(row.getLong("idx"));
        }
        return indexes;
    }

    long count(AuditLog log) {
        return Await.on(() ->
                        pool.preparedQuery(COUNT).execute(Tuple.of(log.name().value())))
                .iterator()
                .next()
                .getLong("events");
    }

    Counts counts(AuditLog log, Instant from, Instant to) {
        long[] counts = new long[4];
        for (Row row : Await.on(() -> pool.preparedQuery(ACTIONS)
                .execute(Tuple.of(
                        log.name().value(),
                        OffsetDateTime.ofInstant(from, ZoneOffset.UTC),
                        OffsetDateTime.ofInstant(to, ZoneOffset.UTC))))) {
            int kind = List.of("run.start", "run.complete", "run.fail", "run.abort")
                    .indexOf(row.getString("action"));
            if (kind >= 0) {
                counts[kind] = row.getLong("events");
            }
        }
        return new Counts(counts[0], counts[1], counts[2], counts[3]);
    }
}
