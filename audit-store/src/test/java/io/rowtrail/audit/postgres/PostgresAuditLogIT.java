package io.rowtrail.audit.postgres;

import static io.rowtrail.audit.postgres.Events.event;
import static io.rowtrail.audit.postgres.Events.events;
import static io.rowtrail.audit.postgres.OpenLog.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AppendResult.Appended;
import io.rowtrail.audit.AppendResult.Conflict;
import io.rowtrail.audit.AppendResult.Duplicate;
import io.rowtrail.audit.AppendResult.Unavailable;
import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Checkpoint;
import io.rowtrail.audit.DatasetRef;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.EntryFilter;
import io.rowtrail.audit.EntryPage;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.audit.IdempotencyKey;
import io.rowtrail.audit.merkle.ProofCheck;
import io.rowtrail.audit.merkle.TreeHasher;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresAuditLogIT {
    private static int databases;

    @TempDir
    Path directory;

    private LocalPostgres postgres;

    private OpenLog open() throws Exception {
        if (postgres == null) {
            postgres = LocalPostgres.fresh("log" + databases++);
        }
        return OpenLog.of(postgres, directory);
    }

    @Test
    void givesIndexesInOrderAndReadsBackWhatWasSubmitted() throws Exception {
        try (OpenLog open = open()) {
            Appended first = (Appended) open.append(event("a"));
            Appended second = (Appended) open.append(event("b"));

            assertThat(first.entry()).hasToString("default:0");
            assertThat(second.entry()).hasToString("default:1");
            Entry entry = await(open.log().entry(0)).orElseThrow();
            assertThat(entry.leafHash()).isEqualTo(first.leafHash());
            assertThat(TreeHasher.leaf(entry.leaf().toByteArray())).isEqualTo(first.leafHash());
            assertThat(entry.facts()).isEqualTo(event("a").facts());
            assertThat(entry.payload().stored()).isEqualTo(event("a").stored());
            assertThat(entry.leaf().utf8())
                    .contains("\"received\":\""
                            + TreeHasher.sha256(
                                            first.salt().toByteArray(),
                                            event("a").received().toByteArray())
                                    .hex()
                            + "\"")
                    .doesNotContain(Events.trace("a"), "local", "someone");
            assertThat(await(open.log().entry(2))).isEmpty();
        }
    }

    @Test
    void appendsAnEqualTextOnceHoweverOftenItComes() throws Exception {
        Appended first;
        try (OpenLog open = open()) {
            List<AppendResult> results = open.append(List.of(event("a"), event("b"), event("a")));
            first = (Appended) results.get(0);
            assertThat(results.get(2))
                    .isEqualTo(new Duplicate(first.entry(), first.leafHash(), first.salt(), first.epoch()));
            assertThat(await(open.log().size())).isEqualTo(2);
        }
        try (OpenLog again = open()) {
            Duplicate repeat = (Duplicate) again.append(event("a"));
            assertThat(repeat.entry()).isEqualTo(first.entry());
            assertThat(repeat.salt()).isEqualTo(first.salt());
            assertThat(repeat.epoch()).isEqualTo(first.epoch() + 1);
        }
    }

    @Test
    void refusesAnotherTextUnderAKnownKey() throws Exception {
        IdempotencyKey key = new IdempotencyKey("shop", "7");
        try (OpenLog open = open()) {
            Appended first = (Appended) open.append(event("a").withIdempotencyKey(key));
            assertThat(open.append(event("b").withIdempotencyKey(key))).isEqualTo(new Conflict(first.entry(), key));
            assertThat(open.append(event("a").withIdempotencyKey(key))).isInstanceOf(Duplicate.class);
            assertThat(open.append(event("a"))).isInstanceOf(Duplicate.class);
            assertThat(await(open.log().size())).isEqualTo(1);
        }
    }

    @Test
    void provesEveryEntryAndEveryGrowthAcrossTiles() throws Exception {
        try (OpenLog open = open()) {
            Checkpoint early = grow(open, "x", 300);
            Checkpoint late = grow(open, "y", 700);

            assertThat(late.size()).isEqualTo(1000);
            for (long index : new long[] {0, 1, 255, 256, 299, 300, 767, 768, 999}) {
                assertThat(ProofCheck.holds(await(open.log().inclusionProof(index, 1000)), late.root()))
                        .isTrue();
            }
            assertThat(ProofCheck.holds(await(open.log().inclusionProof(17, 300)), early.root()))
                    .isTrue();
            assertThat(ProofCheck.holds(await(open.log().consistencyProof(300, 1000)), early.root(), late.root()))
                    .isTrue();
            assertThat(await(open.log().tile("tile/0/002")))
                    .get()
                    .extracting(Bytes::length)
                    .isEqualTo(8192);
            assertThat(await(open.log().tile("tile/0/003.p/232"))).isPresent();
            assertThat(await(open.log().tile("tile/0/003.p/233"))).isEmpty();
            assertThat(await(open.log().tile("tile/1/000.p/3"))).isPresent();
            assertThat(await(open.log().tile("tile/entries/000"))).isPresent();
            assertThatThrownBy(() -> await(open.log().inclusionProof(0, 1001)))
                    .isInstanceOf(AuditLogException.BeyondTheLog.class);
        }
        try (OpenLog again = open()) {
            Checkpoint later = grow(again, "z", 100);
            assertThat(ProofCheck.holds(await(again.log().inclusionProof(1050, 1100)), later.root()))
                    .isTrue();
        }
    }

    private static Checkpoint grow(OpenLog open, String prefix, int count) {
        assertThat(open.append(events(prefix, count))).allMatch(Appended.class::isInstance);
        return await(open.log().checkpoint());
    }

    @Test
    void listsPinnedToASizeByEveryWordItIsAskedFor() throws Exception {
        try (OpenLog open = open()) {
            open.append(events("e", 25));
            EntryPage first = await(open.log().entries(EntryQuery.all(10)));
            open.append(events("later", 5));
            EntryPage second = await(open.log().entries(EntryQuery.all(10).next(first.size(), 9)));
            EntryPage third = await(open.log().entries(EntryQuery.all(10).next(first.size(), 19)));

            assertThat(first.size()).isEqualTo(25);
            assertThat(first.more()).isTrue();
            assertThat(third.more()).isFalse();
            assertThat(second.entries())
                    .extracting(entry -> entry.name().index())
                    .containsExactlyElementsOf(
                            IntStream.range(10, 20).mapToObj(Long::valueOf).toList());
            assertThat(third.entries()).hasSize(5);
            assertThat(await(open.log()
                                    .entries(EntryQuery.of(
                                            EntryFilter.where()
                                                    .trace(Events.trace("e7"))
                                                    .build(),
                                            10)))
                            .entries())
                    .singleElement()
                    .extracting(entry -> entry.facts().utf8())
                    .isEqualTo("{\"event\":\"e7\"}");
            assertThat(await(open.log()
                                    .entries(EntryQuery.of(
                                            EntryFilter.where().run("run-e3").build(), 10)))
                            .entries())
                    .hasSize(1);
            EntryFilter all = EntryFilter.where()
                    .recorded(java.time.Instant.EPOCH, java.time.Instant.now().plusSeconds(60))
                    .kind("lineage.run")
                    .action("run.complete")
                    .outcome(io.rowtrail.audit.Outcome.OK)
                    .actor("local")
                    .dataset(new DatasetRef("iceberg://lake", "gold.revenue"))
                    .build();
            assertThat(await(open.log().entries(EntryQuery.of(all, 100))).entries())
                    .hasSize(30);
            EntryFilter also = EntryFilter.where()
                    .trace(Events.trace("e7"))
                    .kind("lineage.run")
                    .build()
                    .withTraceEntries(List.of(3L, 7L, 28L));
            assertThat(await(open.log().entries(EntryQuery.of(also, 2).next(first.size(), -1)))
                            .entries())
                    .extracting(entry -> entry.name().index())
                    .containsExactly(3L, 7L);
            List<FollowedEntry> followed = await(open.log().follow(28, 10));
            assertThat(followed).extracting(entry -> entry.name().index()).containsExactly(28L, 29L);
            assertThat(followed).noneMatch(entry -> entry.facts().isEmpty());
            assertThat(await(open.log().follow(28, 10, "lineage."))).isEqualTo(followed);
            assertThat(await(open.log().follow(28, 10, "changes")))
                    .hasSize(2)
                    .allMatch(entry -> entry.facts().isEmpty());
        }
    }

    @Test
    void saysSoWhenItsQueueIsFull() throws Exception {
        postgres = LocalPostgres.fresh("log" + databases++);
        AppendLimits small = new AppendLimits(
                1, 1 << 20, 1, 1 << 20, java.time.Duration.ofSeconds(30), java.time.Duration.ofSeconds(2));
        try (OpenLog open = OpenLog.of(postgres, OpenLog.settings(directory).withLimits(small))) {
            List<AppendResult> results = open.append(events("e", 200));
            assertThat(results).anyMatch(Unavailable.class::isInstance);
            long appended = results.stream().filter(Appended.class::isInstance).count();
            assertThat(await(open.log().size())).isEqualTo(appended);
        }
    }
}
