package io.rowtrail.service.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the factors of a process are, it tells many names from few. */
class NameCountTest {
    @Test
    void countsAlikeWithAnyFactors() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int process = 0; process < 40; process++) {
            NameCount count = new NameCount(random.nextLong() | 1, random.nextLong() | 1);
            int names = 0;
            while (!count.isTooMany("n" + names)) {
                names++;
            }
            assertThat(names).isBetween(NameCount.MOST, NameCount.MOST * 6 / 5);
        }
    }
}
