package io.rowtrail.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rowtrail.service.ServiceStack;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas, each with a session of its own, want to lead the same projection. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class LeasesIT {
    private static final String LOG = "leases";

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    private final String follower = "test-" + UUID.randomUUID();
    private Leases one;
    private Leases two;

    @BeforeEach
    void replicas() {
        one = new Leases(pool, vertx);
        two = new Leases(pool, vertx);
    }

    @AfterEach
    void end() {
        one.end();
        two.end();
    }

    private static Leases.Lease soon(Leases replica, String follower) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            Optional<Leases.Lease> lease = replica.tryAcquire(follower, LOG);
            if (lease.isPresent()) {
                return lease.get();
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no lease within 10 s");
    }

    @Test
    void oneLeadsAndTheOtherTakesOverWhenItLetsGo() throws InterruptedException {
        Leases.Lease first = soon(one, follower);
        assertThat(two.tryAcquire(follower, LOG)).isEmpty();
        assertThat(two.tryAcquire(follower, "another")).isPresent();

        first.release();
        Leases.Lease second = soon(two, follower);

        assertThat(first.held()).isFalse();
        assertThat(second.held()).isTrue();
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(one.tryAcquire(follower, LOG)).isEmpty();
    }

    @Test
    void aReplicaWhoseSessionIsCutLeadsNoMoreAndCanLeadAgain() throws InterruptedException {
        Leases.Lease first = soon(one, follower);
        Await.on(() -> pool.preparedQuery(
                        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted"
                                + " and ((classid::bigint << 32) | objid::bigint) = hashtextextended($1, 7274)")
                .execute(Tuple.of(follower + "/" + LOG)));

        Leases.Lease second = soon(two, follower);

        assertThat(second.epoch()).isGreaterThan(first.epoch());
        for (int i = 0; i < 50 && first.held(); i++) {
            Thread.sleep(100);
        }
        assertThat(first.held()).isFalse();
        second.release();
        assertThat(soon(one, follower).held()).isTrue();
    }
}
