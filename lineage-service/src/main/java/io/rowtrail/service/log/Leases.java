package io.rowtrail.service.log;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Elects one follower a projection among the replicas: a PostgreSQL advisory lock held by an open connection. Whoever
 * gets it raises the epoch, by which writes of the one before are refused.
 */
@ApplicationScoped
class Leases {
    private static final String LOCK = "select pg_try_advisory_lock(hashtextextended($1, 7274))";
    private static final String RAISE = "insert into rowtrail.follower_position as p (follower, log, next_index, epoch)"
            + " values ($1, $2, 0, 1) on conflict (follower, log) do update set epoch = p.epoch + 1"
            + " returning epoch";

    private final Pool pool;

    @Inject
    Leases(Pool pool) {
        this.pool = pool;
    }

    /** The right to lead, for as long as its connection lives. */
    static final class Lease {
        private final SqlConnection connection;
        private final long epoch;
        private final AtomicBoolean held = new AtomicBoolean(true);

        private Lease(SqlConnection connection, long epoch) {
            this.connection = connection;
            this.epoch = epoch;
            connection.closeHandler(() -> held.set(false));
        }

        long epoch() {
            return epoch;
        }

        boolean held() {
            return held.get();
        }

        void release() {
            held.set(false);
            connection.closeAndForget();
        }
    }

    /** The lease, or empty while another holds it. */
    Optional<Lease> tryAcquire(String follower, String log) {
        return Await.on(() -> pool.getConnection()
                .flatMap(connection -> connection
                        .preparedQuery(LOCK)
                        .execute(Tuple.of(follower + "/" + log))
                        .flatMap(rows -> rows.iterator().next().getBoolean(0)
                                ? raise(connection, follower, log)
                                : connection.close().replaceWith(Optional.<Lease>empty()))
                        .onFailure()
                        .call(connection::close)));
    }

    private static Uni<Optional<Lease>> raise(SqlConnection connection, String follower, String log) {
        return connection
                .preparedQuery(RAISE)
                .execute(Tuple.of(follower, log))
                .map(rows ->
                        Optional.of(new Lease(connection, rows.iterator().next().getLong(0))));
    }

    /** The stored position of a projection that keeps it in PostgreSQL. */
    long storedPosition(String follower, String log) {
        return Await.on(() -> pool.preparedQuery(
                        "select next_index from rowtrail.follower_position where follower = $1 and log = $2")
                .execute(Tuple.of(follower, log))
                .map(rows -> rows.rowCount() == 0 ? 0L : rows.iterator().next().getLong(0)));
    }
}
