package io.rowtrail.service.log;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Elects one follower a projection among the replicas: a PostgreSQL advisory lock. Whoever gets it raises the epoch, by
 * which writes of the one before are refused. All locks of a replica are held by one connection of its own.
 */
@ApplicationScoped
class Leases {
    private static final String LOCK = "select pg_try_advisory_lock(hashtextextended($1, 7274))";
    private static final String UNLOCK = "select pg_advisory_unlock(hashtextextended($1, 7274))";
    private static final String RAISE = "insert into rowtrail.follower_position as p (follower, log, next_index, epoch)"
            + " values ($1, $2, 0, 1) on conflict (follower, log) do update set epoch = p.epoch + 1"
            + " returning epoch";

    private final Pool pool;
    private final Vertx vertx;
    private final Object opening = new Object();
    private @Nullable LeaseSession session;

    @Inject
    Leases(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    /** The right to lead, for as long as the session it hangs on lives. */
    static final class Lease {
        private final LeaseSession session;
        private final String name;
        private final long epoch;
        private volatile boolean released;

        private Lease(LeaseSession session, String name, long epoch) {
            this.session = session;
            this.name = name;
            this.epoch = epoch;
        }

        long epoch() {
            return epoch;
        }

        boolean held() {
            return !released && session.alive();
        }

        /** Gives the right back; another may have it at once. */
        void release() {
            if (held()) {
                released = true;
                unlock(session, name);
            }
        }
    }

    /** The lease, or empty while another replica holds it. One follower of a name a replica. */
    Optional<Lease> tryAcquire(String follower, String log) {
        LeaseSession own = session();
        String name = follower + "/" + log;
        boolean locked = Await.on(() -> own.connection()
                .preparedQuery(LOCK)
                .execute(Tuple.of(name))
                .map(rows -> rows.iterator().next().getBoolean(0)));
        if (!locked) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Lease(own, name, Await.on(() -> raise(own, follower, log))));
        } catch (RuntimeException e) {
            unlock(own, name);
            throw e;
        }
    }

    private LeaseSession session() {
        synchronized (opening) {
            LeaseSession known = session;
            if (known == null || !known.alive()) {
                known = Await.on(() -> LeaseSession.open(pool, vertx));
                session = known;
            }
            return known;
        }
    }

    private static Uni<Long> raise(LeaseSession session, String follower, String log) {
        return session.connection()
                .preparedQuery(RAISE)
                .execute(Tuple.of(follower, log))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static void unlock(LeaseSession session, String name) {
        // A session this fails on is about to end, and its locks with it.
        session.connection()
                .preparedQuery(UNLOCK)
                .execute(Tuple.of(name))
                .subscribe()
                .with(done -> {}, lost -> session.end());
    }

    /** The stored position of a projection that keeps it in PostgreSQL. */
    long storedPosition(String follower, String log) {
        return Await.on(() -> pool.preparedQuery(
                        "select next_index from rowtrail.follower_position where follower = $1 and log = $2")
                .execute(Tuple.of(follower, log))
                .map(rows -> rows.rowCount() == 0 ? 0L : rows.iterator().next().getLong(0)));
    }

    /** Lets go of every lease at once, as a replica that ends does. */
    void end() {
        synchronized (opening) {
            if (session != null) {
                session.end();
            }
        }
    }
}
