package io.rowtrail.audit.postgres;

import static io.rowtrail.audit.postgres.OpenLog.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AppendResult.Appended;
import io.rowtrail.audit.AppendResult.Duplicate;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL gone, or its disk full, in the middle of a load: callers are told so, and the log goes on by itself. */
class OutageIT {
    @TempDir
    Path directory;

    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final Map<Integer, Long> acknowledged = new ConcurrentHashMap<>();

    @Test
    void nothingAcknowledgedIsLostWhenPostgresIsKilledAndComesBack() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("outage");
        PostgresProcess process = LocalPostgres.process();
        int events = 3_000;
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            CompletableFuture<?> load = CompletableFuture.runAsync(() -> load(open, events));
            until(() -> acknowledged.size() > 500);
            List<String> command = process.kill();
            until(() -> answers.getOrDefault("Unavailable", 0) > 100);
            int before = acknowledged.size();
            Thread.sleep(500);
            assertThat(acknowledged.size()).isLessThanOrEqualTo(before + 32);
            process.start(command);
            load.get(60, TimeUnit.SECONDS);

            check(open, events);
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhenTheDiskIsFullForATime() throws Exception {
        Path disk = directory.resolve("disk");
        Files.createDirectories(disk);
        assumeTrue(
                ran("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()), "may not mount a small disk");
        try {
            LocalPostgres postgres = LocalPostgres.onDisk("fulldisk", disk);
            int events = 1_500;
            try (OpenLog open = OpenLog.of(postgres, directory)) {
                fill(open, new JobEvents(10_000));
                CompletableFuture<?> load = CompletableFuture.runAsync(() -> load(open, events));
                until(() -> answers.getOrDefault("Unavailable", 0) > 100);
                assertThat(ran("mount", "-o", "remount,size=256m", disk.toString()))
                        .isTrue();
                load.get(60, TimeUnit.SECONDS);

                assertThat(acknowledged).hasSize(events);
                assertThat(open.log().refusal()).isEmpty();
                assertThat(await(open.log().inspect()).damages()).isEmpty();
            }
        } finally {
            LocalPostgres.dropFromDisk("fulldisk");
            ran("umount", "-l", disk.toString());
        }
    }

    /** Each event of another job, so that nothing is stored by its likeness. */
    private static void fill(OpenLog open, JobEvents events) {
        int next = 0;
        boolean room = true;
        while (room) {
            int from = next;
            next += 200;
            List<AppendResult> results = open.append(
                    IntStream.range(from, next).mapToObj(events::event).toList());
            room = results.stream().allMatch(Appended.class::isInstance);
            assertThat(next).isLessThan(10_000);
        }
    }

    private void check(OpenLog open, int events) {
        assertThat(acknowledged).hasSize(events);
        assertThat(open.log().refusal()).isEmpty();
        assertThat(await(open.log().size())).isEqualTo(events);
        assertThat(await(open.log().inspect()).damages()).isEmpty();
    }

    private void load(OpenLog open, int events) {
        Multi.createFrom()
                .range(0, events)
                .onItem()
                .transformToUni(i -> untilStored(open, i))
                .merge(32)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofMinutes(2));
    }

    private Uni<AppendResult> untilStored(OpenLog open, int i) {
        return open.log().append(Events.event("e" + i)).chain(result -> {
            answers.merge(result.getClass().getSimpleName(), 1, Integer::sum);
            if (result instanceof Appended appended) {
                acknowledged.put(i, appended.entry().index());
                return Uni.createFrom().item(result);
            }
            if (result instanceof Duplicate duplicate) {
                // Of an append whose outcome was unknown.
                acknowledged.putIfAbsent(i, duplicate.entry().index());
                return Uni.createFrom().item(result);
            }
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(Duration.ofMillis(20))
                    .chain(() -> untilStored(open, i));
        });
    }

    private static void until(java.util.function.BooleanSupplier reached) throws InterruptedException {
        for (int i = 0; !reached.getAsBoolean(); i++) {
            assertThat(i).as("waited for 60 s").isLessThan(6_000);
            Thread.sleep(10);
        }
    }

    private static boolean ran(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
