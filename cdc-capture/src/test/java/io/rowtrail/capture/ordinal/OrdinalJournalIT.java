package io.rowtrail.capture.ordinal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.trace.ChangeOrdinal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrdinalJournalIT {
    @TempDir
    private @Nullable Path directory;

    private @Nullable Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("ordinals.journal");
    }

    private OrdinalJournal streaming() {
        OrdinalJournal journal = OrdinalJournal.open(file, 1);
        journal.beginSnapshot();
        journal.chunk(5);
        journal.finishSnapshot();
        return journal;
    }

    @Test
    void numbersDenselyInCommitOrderAndLooksReplaysUp() {
        try (OrdinalJournal journal = streaming()) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(journal.number(100 + 10 * i, i)).isEqualTo(ChangeOrdinal.of(1, 2 + i));
            }
            assertThat(journal.number(100, 0)).isEqualTo(ChangeOrdinal.of(1, 2));
        }
        try (OrdinalJournal journal = OrdinalJournal.open(file, 1)) {
            assertThat(journal.snapshotDone()).isTrue();
            assertThat(journal.last()).isEqualTo(ChangeOrdinal.of(1, 5_001));
            assertThat(journal.number(110, 1)).isEqualTo(ChangeOrdinal.of(1, 3));
            assertThat(journal.number(100 + 10 * 5_000, 5_000)).isEqualTo(ChangeOrdinal.of(1, 5_002));
        }
    }

    @Test
    void isSoundAlsoWhenItsWriterIsInterrupted() {
        try (OrdinalJournal journal = streaming()) {
            journal.number(100, 7);
            journal.force();
            journal.number(200, 8);
            Thread.currentThread().interrupt();
            assertThatThrownBy(journal::force).isInstanceOf(UncheckedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        try (OrdinalJournal journal = OrdinalJournal.open(file, 1)) {
            assertThat(journal.number(100, 7)).isEqualTo(ChangeOrdinal.of(1, 2));
            assertThat(journal.number(300, 9).counter()).isGreaterThan(2);
        }
    }

    @Test
    void knowsWhatWasPassedWhenItComesAgainAllTheSame() {
        try (OrdinalJournal journal = streaming()) {
            journal.number(100, 7);
            journal.number(200, 8);
            journal.passed(ChangeOrdinal.of(1, 3));
            assertThat(journal.number(100, 7)).isEqualTo(ChangeOrdinal.of(1, 2));
        }
    }

    @Test
    void stopsAtAnUnknownTransactionBelowTheHighWaterMark() {
        try (OrdinalJournal journal = streaming()) {
            journal.number(100, 7);
            journal.number(200, 8);
            assertThatThrownBy(() -> journal.number(150, 9))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("0/96")
                    .hasMessageContaining("source.incarnation");
            assertThatThrownBy(() -> journal.number(100, 9)).isInstanceOf(CaptureException.class);
        }
    }

    @Test
    void givesTheNumbersOfAnUnfinishedSnapshotAgain() {
        try (OrdinalJournal journal = OrdinalJournal.open(file, 1)) {
            journal.beginSnapshot();
            journal.chunk(5);
            journal.chunk(5);
            journal.force();
        }
        try (OrdinalJournal journal = OrdinalJournal.open(file, 1)) {
            assertThat(journal.snapshotBegun()).isTrue();
            journal.beginSnapshot();
            assertThat(journal.chunk(9)).isEqualTo(ChangeOrdinal.of(1, 1));
            journal.finishSnapshot();
            assertThat(journal.number(100, 1)).isEqualTo(ChangeOrdinal.of(1, 2));
            assertThatThrownBy(journal::beginSnapshot).isInstanceOf(CaptureException.class);
        }
    }

    @Test
    void goesOnAfterATornWriteAtAnyByte() throws IOException {
        try (OrdinalJournal journal = streaming()) {
            journal.number(100, 1);
            journal.number(200, 2);
        }
        byte[] whole = Files.readAllBytes(file);
        for (int cut = whole.length - JournalEntry.SIZE; cut < whole.length; cut++) {
            Files.write(file, java.util.Arrays.copyOf(whole, cut));
            try (OrdinalJournal journal = OrdinalJournal.open(file, 1)) {
                assertThat(journal.number(200, 2)).isEqualTo(ChangeOrdinal.of(1, 3));
            }
        }
    }

    @Test
    void refusesDamageWithinAndAnotherIncarnation() throws IOException {
        try (OrdinalJournal journal = streaming()) {
            journal.number(100, 1);
            journal.number(200, 2);
        }
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(whole.length - JournalEntry.SIZE);
            if (at % JournalEntry.SIZE >= 1 && at % JournalEntry.SIZE <= 3) {
                continue;
            }
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged, StandardOpenOption.TRUNCATE_EXISTING);
            assertThatThrownBy(() -> OrdinalJournal.open(file, 1))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("damaged");
        }
        Files.write(file, whole, StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(() -> OrdinalJournal.open(file, 2))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("incarnation 1");
    }

    @Test
    void spellsLogPositionsAsPostgresDoes() {
        assertThat(OrdinalJournal.lsn(0x1_0000_02A8L)).isEqualTo("1/2A8");
    }
}
