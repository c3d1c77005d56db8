package io.rowtrail.audit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.keys.KeyDirectory;
import io.rowtrail.audit.seal.SealedEntry;
import io.rowtrail.audit.seal.Sealer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LikenessTest {
    private static final int JOBS = 10;

    private final JobEvents events = new JobEvents(JOBS);
    private final Likeness likeness = new Likeness();
    private SealedEntry sealed;

    @TempDir
    Path directory;

    private Sealer sealer;

    @BeforeEach
    void open() {
        sealer = new Sealer(
                LogName.parse("default"),
                new KeyDirectory(directory, new SecureRandom()).open("example.com/log"),
                new SecureRandom());
    }

    private FactsForm append(int number) {
        return told(number).facts();
    }

    private Likeness.Told told(int number) {
        Submission event = events.event(number);
        sealed = sealer.seal(event, Instant.parse("2026-11-22T23:20:01Z").plusMillis(number));
        Likeness.Told told = likeness.told(event);
        likeness.stored(told, sealed, number);
        return told;
    }

    private StoredLeaf leaf(int number) {
        StoredLeaf.Known like = told(number).like();
        return StoredLeaf.of(sealed.leaf(), like);
    }

    @Test
    void theSecondRunOfAJobIsToldByTheFirst() {
        FactsForm first = append(3);
        FactsForm second = append(3 + JOBS);
        FactsForm third = append(3 + 2 * JOBS);

        assertThat(first.kind()).isEqualTo(FactsForm.DEFLATED);
        assertThat(second.kind()).isEqualTo(FactsForm.LIKE);
        assertThat(second.base()).isEqualTo(3);
        assertThat(third.base()).as("a base is never told by another").isEqualTo(3);
        assertThat(second.stored().length()).isLessThan(events.event(3).facts().length() / 30);
        assertThat(third.open(first.stored().toByteArray(), "entry 23"))
                .isEqualTo(events.event(3 + 2 * JOBS).facts());
    }

    @Test
    void anotherJobStandsOnItsOwn() {
        append(3);

        assertThat(append(4).kind()).isEqualTo(FactsForm.DEFLATED);
        assertThat(leaf(5).base()).isNull();
    }

    @Test
    void theLeafOfTheSecondRunIsToldByTheFirst() {
        StoredLeaf first = leaf(3);
        told(3 + JOBS);
        StoredLeaf third = leaf(3 + 2 * JOBS);

        assertThat(first.stored().utf8()).startsWith("{\"action\":");
        assertThat(third.base()).as("a base is never told by another").isEqualTo(3);
        assertThat(third.stored().length()).isLessThan(230);
        assertThat(third.open(first.stored().toByteArray(), "entry 23")).isEqualTo(sealed.leaf());
        assertThatThrownBy(() -> third.open(null, "entry 23")).isInstanceOf(AuditLogException.Tampered.class);
        assertThatThrownBy(() -> third.open("{}".getBytes(StandardCharsets.UTF_8), "entry 23"))
                .isInstanceOf(AuditLogException.Tampered.class);
    }

    @Test
    void shortFactsAreKeptAsTheyAre() {
        Bytes facts = Bytes.utf8("{\"v\":1}");

        assertThat(FactsForm.alone(facts)).isEqualTo(new FactsForm(FactsForm.PLAIN, null, facts));
    }

    @Test
    void factsWithoutTheirBaseAreTampered() {
        FactsForm first = append(3);
        FactsForm second = append(3 + JOBS);

        assertThatThrownBy(() -> second.open(null, "entry 13")).isInstanceOf(AuditLogException.Tampered.class);
        assertThat(first.open(null, "entry 3")).isEqualTo(events.event(3).facts());
    }
}
