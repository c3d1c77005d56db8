package io.rowtrail.audit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowtrail.audit.AppendResult.Appended;
import io.rowtrail.audit.Submission;
import io.smallrye.mutiny.Multi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an event of 12 KB costs the log once its structure was seen: CPU of this process and of PostgreSQL, bytes, and how
 * long callers wait. Prints a line; fails only far off what docs/performance.md says.
 */
class AppendCostIT {
    private static final int CALLERS = 32;
    private static final int JOBS = 200;
    private static final int EVENTS = Integer.getInteger("rowtrail.cost.events", 4_000);
    private static final int ROUNDS = 3;

    @TempDir
    Path directory;

    @Test
    void anEventWhoseStructureWasSeenCostsLittle() throws Exception {
        assumeTrue(Boolean.getBoolean("rowtrail.long"), "costs are measured with -Plong");
        LocalPostgres postgres = LocalPostgres.fresh("cost");
        JobEvents events = new JobEvents(JOBS);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            append(open, batch(events, 0));
            for (int round = 1; round <= ROUNDS; round++) {
                List<Submission> batch = batch(events, round * EVENTS);
                Spent before = Spent.sofar(postgres);
                long started = System.nanoTime();
                List<Long> waits = append(open, batch);
                double seconds = (System.nanoTime() - started) / 1e9;
                Spent spent = Spent.sofar(postgres).since(before);
                System.out.printf(
                        "round %d: %d events, %.0f/s, ms CPU an event: JVM %.3f, PostgreSQL %.3f;"
                                + " bytes an event: database %d, WAL %d; wait ms p50 %.1f, p99 %.1f%n",
                        round,
                        EVENTS,
                        EVENTS / seconds,
                        1_000 * spent.jvm() / EVENTS,
                        1_000 * spent.postgres() / EVENTS,
                        spent.database() / EVENTS,
                        spent.wal() / EVENTS,
                        waits.get(EVENTS / 2) / 1e6,
                        waits.get(EVENTS * 99 / 100) / 1e6);
                assertThat(spent.database() / EVENTS).isLessThan(4_500);
            }
            assertThat(OpenLog.await(open.log().inspect()).damages()).isEmpty();
        }
    }

    private static List<Submission> batch(JobEvents events, int first) {
        return IntStream.range(first, first + EVENTS).mapToObj(events::event).toList();
    }

    /** Appends them all, {@link #CALLERS} at a time; gives how long each waited in nanoseconds, sorted. */
    private static List<Long> append(OpenLog open, List<Submission> batch) {
        ConcurrentLinkedQueue<Long> waits = new ConcurrentLinkedQueue<>();
        Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUni(event -> {
                    long started = System.nanoTime();
                    return open.log().append(event).invoke(result -> {
                        assertThat(result).isInstanceOf(Appended.class);
                        waits.add(System.nanoTime() - started);
                    });
                })
                .merge(CALLERS)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofMinutes(5));
        return waits.stream().sorted().toList();
    }
}
