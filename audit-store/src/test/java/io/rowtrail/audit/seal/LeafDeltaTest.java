package io.rowtrail.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.Bytes;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeafDeltaTest {
    private static final Bytes BASE = leaf("run.start", "2026-11-22T23:20:01.000001Z", new Random(1), "\"\\\"a\\\\\"");

    private static Bytes leaf(String action, String time, Random random, String name) {
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        UUID run = new UUID(random.nextLong(), random.nextLong());
        return Bytes.utf8("{\"action\":\"" + action + "\",\"datasets\":[[\"ns\"," + name + "]],\"facts\":\""
                + HexFormat.of().formatHex(hash) + "\",\"redactions\":" + random.nextInt(1_000) + ",\"run\":\"" + run
                + "\",\"time\":{\"ingest\":\"" + time + "\"},\"v\":1}");
    }

    @Test
    void tellsHashesRunsTimesAndNumbersInFewBytes() {
        Bytes other = leaf("run.start", "2026-11-22T23:59:59.999999Z", new Random(2), "\"\\\"a\\\\\"");

        Bytes told = LeafDelta.tell(other, BASE).orElseThrow();

        assertThat(LeafDelta.open(told, BASE)).isEqualTo(other);
        assertThat(told.length()).isLessThan(32 + 16 + 40);
    }

    @Test
    void opensToTheVeryBytesWhateverTheWordsAre() {
        List<String> names = List.of(
                "\"\"", "\"ä—𝄞\"", "\"ABCDEF\"", "\"abc\"", "\"0\"", "\"\\u0001\"", "\"\\\\\\\"\"", "\"00-00\"");
        for (String name : names) {
            for (int seed = 0; seed < 200; seed++) {
                Bytes other = leaf("run." + seed, "2026-11-2" + seed + "Z", new Random(seed), name);
                LeafDelta.tell(other, BASE)
                        .ifPresent(
                                told -> assertThat(LeafDelta.open(told, BASE)).isEqualTo(other));
            }
        }
    }

    @Test
    void aLeafWithOtherMembersIsNotTold() {
        assertThat(LeafDelta.tell(Bytes.utf8("{\"v\":1}"), BASE)).isEmpty();
        assertThat(LeafDelta.tell(Bytes.utf8("{\"v"), Bytes.utf8("{\"w"))).isEmpty();
    }

    @Test
    void otherBytesThanWereToldAreRefused() {
        for (byte[] told : List.of(
                new byte[] {},
                new byte[] {2},
                new byte[] {1, 0},
                new byte[] {1, 0, 9},
                new byte[] {1, 100, 0, 1, 65},
                new byte[] {1, 0, 0, 100},
                new byte[] {1, 0, 3, 100, 1, 0},
                new byte[] {1, -1, -1, -1, -1, -1})) {
            assertThatThrownBy(() -> LeafDelta.open(Bytes.of(told), BASE)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
