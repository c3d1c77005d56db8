package io.rowtrail.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rowtrail.audit.Bytes;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeflationTest {
    private static final int MOST = 1 << 20;

    private final long seed = 20261123;
    private final SplittableRandom random = new SplittableRandom(seed);

    /** Words out of a small store, so that there is something to find again. */
    private Bytes text(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("column_").append(random.nextInt(40)).append(" : BIGINT, ");
        }
        return Bytes.utf8(text.substring(0, length));
    }

    @Test
    void givesBackWhatItTookWithTheSameDictionary() {
        for (int i = 0; i < 300; i++) {
            Bytes plain = text(random.nextInt(60_000));
            Bytes dictionary = text(random.nextInt(50_000));

            byte[] deflated = Deflation.deflate(plain, dictionary);

            assertThat(Deflation.inflate(deflated, dictionary, MOST))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(plain);
        }
        byte[] noise = new byte[5_000];
        random.nextBytes(noise);
        assertThat(Deflation.inflate(Deflation.deflate(Bytes.of(noise), Bytes.EMPTY), Bytes.EMPTY, MOST))
                .isEqualTo(Bytes.of(noise));
    }

    @Test
    void whatIsLikeItsDictionaryBecomesAFewBytes() {
        Bytes before = text(8_000);
        Bytes now = Bytes.utf8(before.utf8().replaceFirst("column_[0-9]+", "column_new"));

        assertThat(Deflation.deflate(now, before)).hasSizeLessThan(150);
    }

    @Test
    void bytesThatWereNotDeflatedAreRefused() {
        Bytes plain = text(3_000);
        byte[] deflated = Deflation.deflate(plain, Bytes.EMPTY);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Deflation.inflate(Arrays.copyOf(deflated, deflated.length / 2), Bytes.EMPTY, MOST));
        assertThatIllegalArgumentException().isThrownBy(() -> Deflation.inflate(new byte[3], Bytes.EMPTY, MOST));
        assertThatIllegalArgumentException().isThrownBy(() -> Deflation.inflate(deflated, Bytes.EMPTY, 2_999));
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = deflated.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                Deflation.inflate(changed, Bytes.EMPTY, MOST);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("deflated bytes");
            }
        }
    }
}
