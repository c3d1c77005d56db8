package io.rowtrail.audit.postgres;

import static io.rowtrail.audit.postgres.OpenLog.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AppendResult.Appended;
import io.rowtrail.audit.AppendResult.Duplicate;
import io.rowtrail.audit.FollowedEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several replicas of a service append to one log. */
class ReplicasIT {
    private static int databases;

    @TempDir
    Path directory;

    @Test
    void takeTurnsAndGoOnFromWhatTheOthersAppended() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("replicas" + databases++);
        try (OpenLog first = OpenLog.of(postgres, directory);
                OpenLog second = OpenLog.of(postgres, directory)) {
            Appended zero = (Appended) first.append(Events.event("a"));
            Appended one = (Appended) second.append(Events.event("b"));
            first.append(Events.events("c", 700));
            Duplicate again = (Duplicate) second.append(Events.event("a"));
            AppendResult last = second.append(Events.event("d"));

            assertThat(zero.entry()).hasToString("default:0");
            assertThat(one.entry()).hasToString("default:1");
            assertThat(again.entry()).isEqualTo(zero.entry());
            assertThat(((Appended) last).entry()).hasToString("default:702");
            // Opening raised the epoch; who had the log open already tells the new one.
            assertThat(zero.epoch()).isEqualTo(one.epoch());
            assertThat(await(first.log().inspect()).damages()).isEmpty();
            assertThat(await(first.log().checkpoint()))
                    .isEqualTo(await(second.log().checkpoint()));
        }
    }

    @Test
    void timesNeverDecreaseThoughOneClockIsAhead() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("replicas" + databases++);
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
        try (OpenLog first = OpenLog.of(postgres, directory, ahead);
                OpenLog second = OpenLog.of(postgres, directory)) {
            first.append(Events.event("a"));
            second.append(Events.event("b"));
            second.append(Events.event("c"));
            first.append(Events.event("d"));

            List<Instant> times = await(second.log().follow(0, 10)).stream()
                    .map(FollowedEntry::recordedAt)
                    .toList();
            assertThat(times).isSorted();
            assertThat(times.get(2)).isEqualTo(times.get(0));
            assertThat(await(second.log().inspect()).damages()).isEmpty();
        }
    }

    @Test
    void aReplicaFarBehindProvesWhatItMissedBeforeItGoesOn() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("replicas" + databases++);
        try (OpenLog idle = OpenLog.of(postgres, directory);
                OpenLog busy = OpenLog.of(postgres, directory)) {
            idle.append(Events.event("a"));
            for (int i = 0; i < 6; i++) {
                busy.append(Events.events("b" + i + "-", 1_000));
            }

            assertThat(idle.append(Events.event("z"))).isInstanceOf(Appended.class);
            assertThat(await(idle.log().size())).isEqualTo(6_002);
        }
    }

    @Test
    void aReplicaNeverGoesOnFromAnotherHistory() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("replicas" + databases++);
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            open.append(Events.events("a", 3));
            postgres.execute("postgres", """
                    set session_replication_role = replica;
                    alter table audit.head disable trigger insert_only;
                    update audit.head set root = sha256('forged') where size = 3""");

            assertThat(open.append(Events.event("b"))).isInstanceOf(AppendResult.Unavailable.class);
            assertThat(open.log().refusal()).get().asString().startsWith("ROLLBACK_DETECTED");
        }
    }

    @Test
    void aReplicaStartsWhileAnotherAppends() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("replicas" + databases++);
        AtomicBoolean started = new AtomicBoolean();
        try (OpenLog busy = OpenLog.of(postgres, directory)) {
            CompletableFuture<Integer> appended = CompletableFuture.supplyAsync(() -> {
                int groups = 0;
                while (!started.get()) {
                    busy.append(Events.events("group" + groups++ + "-", 7));
                }
                return groups * 7;
            });
            try {
                for (int i = 0; i < 8; i++) {
                    try (OpenLog starting = OpenLog.of(postgres, directory)) {
                        assertThat(starting.log().refusal()).isEmpty();
                        assertThat(starting.append(Events.event("from the new one " + i)))
                                .isInstanceOf(Appended.class);
                    }
                }
            } finally {
                started.set(true);
            }

            int all = appended.get(30, TimeUnit.SECONDS) + 8;
            assertThat(await(busy.log().size())).isEqualTo(all);
            assertThat(await(busy.log().inspect()).damages()).isEmpty();
        }
    }

    @Test
    void whenOneIsKilledTheOtherGoesOnAndNothingIsLostOrDoubled() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("replicas" + databases++);
        ToldByWriters told = new ToldByWriters();
        Process one = WriterProcess.start(postgres, directory, 0);
        Process two = WriterProcess.start(postgres, directory, 200);
        try {
            AtomicInteger ofTwo = new AtomicInteger();
            CountDownLatch twoIsUp = new CountDownLatch(300);
            CompletableFuture<Void> readOne = CompletableFuture.runAsync(() -> read(one, told, () -> {}));
            CompletableFuture<Void> readTwo = CompletableFuture.runAsync(() -> read(two, told, () -> {
                ofTwo.incrementAndGet();
                twoIsUp.countDown();
            }));
            assertThat(twoIsUp.await(60, TimeUnit.SECONDS)).isTrue();
            one.toHandle().destroyForcibly();
            one.waitFor();
            int atTheKill = ofTwo.get();
            long killed = System.nanoTime();
            while (ofTwo.get() < atTheKill + 500) {
                assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - killed))
                        .as("seconds the other waited")
                        .isLessThan(20);
                Thread.sleep(10);
            }
            two.toHandle().destroyForcibly();
            CompletableFuture.allOf(readOne, readTwo).get(30, TimeUnit.SECONDS);
        } finally {
            one.destroyForcibly().waitFor();
            two.destroyForcibly().waitFor();
        }
        told.check(postgres, directory);
    }

    private static void read(Process writer, ToldByWriters told, Runnable each) {
        try (BufferedReader out = writer.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                told.remember(line);
                if (line.startsWith("ACK")) {
                    each.run();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
