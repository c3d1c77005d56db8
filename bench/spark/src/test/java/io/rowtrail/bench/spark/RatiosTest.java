package io.rowtrail.bench.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTest {
    @Test
    void theIntervalHoldsTheMedianAndOneOutlierMovesNeither() {
        Ratios.Interval steady = new Ratios(List.of(1.1, 1.0, 1.2, 1.1, 1.1, 1.0, 1.2)).median();
        Ratios.Interval disturbed = new Ratios(List.of(1.1, 1.0, 1.2, 1.1, 1.1, 1.0, 9.0)).median();
        assertThat(steady.value()).isEqualTo(1.1);
        assertThat(disturbed.value()).isEqualTo(1.1);
        assertThat(steady.low()).isBetween(1.0, 1.1);
        assertThat(steady.high()).isBetween(1.1, 1.2);
    }

    @Test
    void theMeanOfTwiceAndHalfIsOnce() {
        Ratios.Interval mean = Ratios.geometricMean(List.of(new Ratios(List.of(2.0)), new Ratios(List.of(0.5))));
        assertThat(mean.value()).isCloseTo(1, within(1e-9));
    }
}
