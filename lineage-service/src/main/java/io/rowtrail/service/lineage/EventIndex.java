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
import java.util.List;

/** How many lineage events of a log there were when. Calls block. */
@ApplicationScoped
class EventIndex {
    private static final String ACTIONS = "select action, count(*) as events from audit.entry where log = $1"
            + " and kind = 'lineage.run' and recorded_at >= $2 and recorded_at < $3 group by action";

    private final Pool pool;

    @Inject
    EventIndex(Pool pool) {
        this.pool = pool;
    }

    /** How many run events of each kind a stretch of recording time has. */
    record Counts(long start, long complete, long fail, long abort) {}

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
