package io.rowtrail.audit.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.keys.EpochKey;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.audit.postgres.Placement.Clash;
import io.rowtrail.audit.postgres.Placement.Fresh;
import io.rowtrail.audit.postgres.Placement.KnownKey;
import io.rowtrail.audit.postgres.Placement.Repeat;
import io.rowtrail.audit.seal.SealedEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementTest {
    @Test
    void newTextsGetTheNextIndexesAndRepeatsTheFirst() {
        Placement placement = new Placement(
                10,
                List.of(draft("a", null), draft("known", null), draft("b", null), draft("a", null)),
                Map.of(hash("known"), 4L),
                Map.of());

        assertThat(placement.places()).containsExactly(new Fresh(10), new Repeat(4), new Fresh(11), new Repeat(10));
        assertThat(placement.added()).hasSize(2);
    }

    @Test
    void aKeyStandsForOneTextAlsoWithinAGroup() {
        Placement placement = new Placement(
                0,
                List.of(draft("a", "k"), draft("b", "k"), draft("a", "k"), draft("c", "old"), draft("a", "k2")),
                Map.of(),
                Map.of(hash("old"), new KnownKey(hash("other"), 7)));

        assertThat(placement.places())
                .containsExactly(new Fresh(0), new Clash(0), new Repeat(0), new Clash(7), new Repeat(0));
        assertThat(placement.newKeys()).extracting(Placement.NewKey::index).containsExactly(0L, 0L);
    }

    private static Draft draft(String text, String key) {
        SealedEntry sealed = new SealedEntry(
                Events.event(text),
                Instant.EPOCH,
                Bytes.EMPTY,
                hash(text),
                Bytes.EMPTY,
                List.of(),
                new EpochKey.Box(1, new byte[0], new byte[0]));
        return new Draft(
                sealed,
                hash(text),
                key == null ? null : hash(key),
                new Likeness.Told(hash(text), FactsForm.alone(Bytes.EMPTY), null));
    }

    private static Hash hash(String text) {
        return TreeHasher.sha256(text.getBytes());
    }
}
