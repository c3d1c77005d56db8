package io.rowtrail.audit.postgres;

import static io.rowtrail.audit.postgres.OpenLog.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AppendResult.Appended;
import io.rowtrail.audit.AppendResult.Duplicate;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that die in mid-transaction, some in mid-commit: callers submit again, and each event is there once. */
class LostConnectionsIT {
    private static final int EVENTS = 1_500;

    @TempDir
    Path directory;

    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    /** The client prints the stack of every connection that is cut. */
    private final PrintStream err = System.err;

    @BeforeEach
    void quiet() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void loud() {
        System.setErr(err);
    }

    @Test
    void everyEventIsThereOnceWhateverConnectionsWereLost() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("connections");
        AtomicBoolean done = new AtomicBoolean();
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            Thread axe = new Thread(() -> cutConnections(postgres, done));
            axe.start();
            List<AppendResult> results = Multi.createFrom()
                    .range(0, EVENTS)
                    .onItem()
                    .transformToUni(i -> untilStored(open, i))
                    .merge(32)
                    .collect()
                    .asList()
                    .await()
                    .atMost(java.time.Duration.ofMinutes(2));
            done.set(true);
            axe.join();

            assertThat(results).hasSize(EVENTS);
            assertThat(open.log().refusal()).isEmpty();
            assertThat(await(open.log().size())).isEqualTo(EVENTS);
            assertThat(await(open.log().inspect()).damages()).isEmpty();
            assertThat(answers).containsKey("Unavailable");
        }
    }

    private Uni<AppendResult> untilStored(OpenLog open, int i) {
        return open.log().append(Events.event("e" + i)).chain(result -> {
            answers.merge(result.getClass().getSimpleName(), 1, Integer::sum);
            boolean stored = result instanceof Appended || result instanceof Duplicate;
            return stored
                    ? Uni.createFrom().item(result)
                    : Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(java.time.Duration.ofMillis(20))
                            .chain(() -> untilStored(open, i));
        });
    }

    private static void cutConnections(LocalPostgres postgres, AtomicBoolean done) {
        try (Connection superuser = postgres.as("postgres");
                Statement statement = superuser.createStatement()) {
            while (!done.get()) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where usename = 'rowtrail_writer' and datname = 'connections'");
                Thread.sleep(40);
            }
        } catch (java.sql.SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
