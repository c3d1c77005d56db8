package io.rowtrail.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.keys.EpochKey;
import io.rowtrail.audit.keys.KeyDirectory;
import io.rowtrail.audit.keys.LogKeys;
import io.rowtrail.audit.merkle.TreeHasher;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    Path directory;

    private LogKeys keys;
    private Sealer sealer;
    private SealedEntry sealed;

    @BeforeEach
    void sealOne() {
        keys = new KeyDirectory(directory, new SecureRandom()).open("example.com/log");
        sealer = new Sealer(LogName.parse("default"), keys, new SecureRandom());
        Subject subject =
                Subject.of("run.complete", Outcome.OK, "someone").trace(TRACE).build();
        sealed = sealer.seal(
                Submission.of("lineage.run", Bytes.utf8("as it came"), Bytes.utf8("{}"), subject)
                        .withMasked(Bytes.utf8("as it is kept"), 1),
                Instant.parse("2026-11-22T23:20:01Z"));
    }

    @Test
    void opensWhatItSealed() {
        Sealer.Opened opened = sealer.open(sealed.leaf(), Bytes.utf8("{}"), Optional.of(sealed.payload()), "default:0")
                .orElseThrow();

        assertThat(opened.payload().stored()).isEqualTo(Bytes.utf8("as it is kept"));
        assertThat(opened.tokens()).isEqualTo(sealed.tokens()).hasSize(2);
        assertThat(sealed.tokens().get(1)).isEqualTo(sealer.token(new SearchWord(SearchWord.TRACE, TRACE)));
        assertThat(sealer.receipt(1, Bytes.of(sealed.payload().wrappedSeed()), "default:0"))
                .contains(sealed.receivedSalt());
    }

    @Test
    void theReceiptOpensTheCommitmentToWhatCame() {
        String commitment = TreeHasher.sha256(sealed.receivedSalt().toByteArray(), "as it came".getBytes())
                .hex();

        assertThat(sealed.leaf().utf8())
                .contains("\"received\":\"" + commitment + "\"", "\"redactions\":1")
                .doesNotContain(TRACE, "someone", "came", "kept");
    }

    @Test
    void noticesAnyOtherFactsOrPayload() {
        SealedEntry other = sealer.seal(sealed.submission(), sealed.recordedAt());

        assertThatThrownBy(() -> sealer.open(sealed.leaf(), Bytes.utf8("{} "), Optional.empty(), "default:0"))
                .isInstanceOf(AuditLogException.Tampered.class)
                .hasMessageContaining("default:0 facts");
        assertThatThrownBy(
                        () -> sealer.open(sealed.leaf(), Bytes.utf8("{}"), Optional.of(other.payload()), "default:0"))
                .isInstanceOf(AuditLogException.Tampered.class)
                .hasMessageContaining("default:0 payload");
        byte[] flipped = sealed.payload().body().clone();
        flipped[20] ^= 1;
        EpochKey.Box broken = new EpochKey.Box(1, sealed.payload().wrappedSeed(), flipped);
        assertThatThrownBy(() -> sealer.open(sealed.leaf(), Bytes.utf8("{}"), Optional.of(broken), "default:0"))
                .isInstanceOf(AuditLogException.Tampered.class);
    }

    @Test
    void aDestroyedEpochKeyTakesPayloadsAndReceiptsWithIt() {
        Sealer later = new Sealer(
                LogName.parse("default"),
                new LogKeys(keys.note(), keys.identity(), List.of(otherEpoch())),
                new SecureRandom());

        assertThat(later.open(sealed.leaf(), Bytes.utf8("{}"), Optional.of(sealed.payload()), "default:0"))
                .isEmpty();
        assertThat(later.receipt(1, Bytes.of(sealed.payload().wrappedSeed()), "default:0"))
                .isEmpty();
    }

    private EpochKey otherEpoch() {
        try {
            java.nio.file.Files.move(directory.resolve("epoch-1.key"), directory.resolve("epoch-2.key"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        LogKeys rest = new KeyDirectory(directory, new SecureRandom()).open("example.com/log");
        return rest.currentEpoch();
    }
}
