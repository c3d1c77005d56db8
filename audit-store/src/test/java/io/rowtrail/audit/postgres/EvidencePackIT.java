package io.rowtrail.audit.postgres;

import static io.rowtrail.audit.postgres.OpenLog.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Checkpoint;
import io.rowtrail.audit.EntryFilter;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.audit.evidence.EvidencePacks;
import io.rowtrail.audit.evidence.EvidenceReceipt;
import io.rowtrail.audit.evidence.EvidenceRequest;
import io.rowtrail.verifier.Report;
import io.rowtrail.verifier.Trust;
import io.rowtrail.verifier.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs written from a real log, checked by the verifier that shares no code with it. */
class EvidencePackIT {
    private static int databases;

    @TempDir
    Path directory;

    private OpenLog open;

    @BeforeEach
    void openALog() throws Exception {
        open = OpenLog.of(LocalPostgres.fresh("pack" + databases++), directory);
    }

    @AfterEach
    void close() {
        open.close();
    }

    private EvidenceReceipt write(EvidenceRequest request, String name) {
        return await(new EvidencePacks(open.log()).write(request, directory.resolve(name)));
    }

    private List<String> keys() {
        return open.log().identity().verifierKeys();
    }

    @Test
    void aPackOfTheWholeLogVerifiesAgainstAnEarlierCheckpoint() throws Exception {
        open.append(Events.events("early", 300));
        Checkpoint kept = await(open.log().checkpoint());
        open.append(Events.events("late", 1_200));

        EvidenceReceipt receipt = write(EvidenceRequest.everything().withEarlier(List.of(kept.size())), "all.zip");
        Report report = Verifier.verify(receipt.file(), new Trust(keys(), kept.note()));

        assertThat(report.verified()).as(report.format()).isTrue();
        assertThat(report.caveats()).isEmpty();
        assertThat(report.format()).contains("1500 paths lead", "no entry of the range is missing", "prefix of that");
        assertThat(receipt.entries()).isEqualTo(1_500);
        try (var left = Files.list(directory)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("all.zip", "default");
        }
    }

    @Test
    void theSameQuestionGivesTheSameBytes() throws Exception {
        open.append(Events.events("e", 40));
        EvidenceReceipt first = write(EvidenceRequest.everything(), "first.zip");
        open.append(Events.events("more", 7));
        await(open.log().checkpoint());
        EntryQuery pinned = EntryQuery.all(10).next(first.size(), -1);

        EvidenceReceipt second = write(EvidenceRequest.of(pinned), "second.zip");

        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(await(open.log().signedSizesNear(13))).containsExactly(40L);
        assertThat(await(open.log().signedSizesNear(43))).containsExactly(40L, 47L);
        assertThat(await(open.log().signedSizesNear(47))).containsExactly(47L);
        assertThatThrownBy(() -> write(EvidenceRequest.of(EntryQuery.all(10).next(13, -1)), "none.zip"))
                .isInstanceOf(AuditLogException.class)
                .hasMessageContaining("no checkpoint was signed at size 13");
    }

    @Test
    void aFilteredPackSaysWhatItDoesNotProve() throws Exception {
        open.append(Events.events("e", 40));

        EvidenceReceipt receipt = write(
                EvidenceRequest.of(EntryQuery.of(
                                EntryFilter.where().trace(Events.trace("e7")).build(), 10))
                        .leavesOnly(),
                "trace.zip");
        Report report = Verifier.verify(receipt.file(), new Trust(keys(), null));

        assertThat(receipt.entries()).isEqualTo(1);
        assertThat(report.verified()).as(report.format()).isTrue();
        assertThat(report.caveats()).hasSize(2);
    }

    @Test
    void anEmptyPackSaysThatItProvesNothing() throws Exception {
        open.append(Events.events("e", 4));
        String trace = Events.trace("nobody");

        EvidenceReceipt receipt = write(
                EvidenceRequest.of(
                        EntryQuery.of(EntryFilter.where().trace(trace).run("r").build(), 10)),
                "empty.zip");
        Report report = Verifier.verify(receipt.file(), new Trust(keys(), null));

        assertThat(report.verified()).as(report.format()).isTrue();
        assertThat(report.entries()).hasValue(0);
        assertThat(report.caveats().get(0))
                .startsWith("0 entries: this pack proves nothing about run r, trace " + trace);
        assertThat(report.format()).endsWith("VERIFIED, and proves nothing: 0 entries\n");
    }

    @Test
    void anyFlippedBitOfAPackIsFound() throws Exception {
        open.append(Events.events("e", 6));
        byte[] pack = Files.readAllBytes(
                write(EvidenceRequest.everything(), "pack.zip").file());
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        int flips = Boolean.getBoolean("rowtrail.long") ? pack.length : 300;
        for (int i = 0; i < flips; i++) {
            int at = flips == pack.length ? i : random.nextInt(pack.length);
            int bit = random.nextInt(8);
            pack[at] ^= (byte) (1 << bit);
            assertThat(Verifier.verify(pack, Trust.PACK).verified())
                    .as("seed %d, byte %d, bit %d", seed, at, bit)
                    .isFalse();
            pack[at] ^= (byte) (1 << bit);
        }
        assertThat(Verifier.verify(pack, Trust.PACK).verified()).isTrue();
    }

    @Test
    void aChangedEntryIsNamed() throws Exception {
        open.append(Events.events("e", 20));
        Path pack = write(EvidenceRequest.everything(), "pack.zip").file();
        byte[] bytes = Files.readAllBytes(pack);
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\"run\":\"run-e13\"");
        bytes[at + 13] = '4';

        Report report = Verifier.verify(bytes, new Trust(keys(), null));

        assertThat(report.verified()).isFalse();
        assertThat(report.format()).contains("FAIL  inclusion: default:13");
    }

    @Test
    void aPackOfAnotherLogsKeyIsRefused() throws Exception {
        open.append(Events.events("e", 3));
        Path pack = write(EvidenceRequest.everything(), "pack.zip").file();
        String other = io.rowtrail.audit.note.NoteKey.generate(OpenLog.ORIGIN).verifierKey();

        Report report = Verifier.verify(pack, new Trust(List.of(other), null));

        assertThat(report.verified()).isFalse();
        assertThat(report.format()).contains("FAIL  attestation", "FAIL  checkpoint");
    }
}
