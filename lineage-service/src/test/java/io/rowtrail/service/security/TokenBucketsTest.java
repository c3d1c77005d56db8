package io.rowtrail.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
    private final TokenBuckets buckets = new TokenBuckets(() -> now);

    @Test
    void givesABurstThenTheRateAndSaysWhenToComeBack() {
        Rate rate = new Rate(2, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a", rate)).isEmpty();
        }
        assertThat(buckets.take("a", rate)).isEqualTo(OptionalInt.of(1));
        now += Duration.ofMillis(500).toNanos();
        assertThat(buckets.take("a", rate)).isEmpty();
        assertThat(buckets.take("a", rate)).isPresent();
        now += Duration.ofHours(1).toNanos();
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("a", rate)).isEmpty();
        }
        assertThat(buckets.take("a", rate)).isPresent();
    }

    @Test
    void leavesOthersAlone() {
        Rate rate = new Rate(1, 1);
        assertThat(buckets.take("a", rate)).isEmpty();
        assertThat(buckets.take("a", rate)).isPresent();
        assertThat(buckets.take("b", rate)).isEmpty();
    }

    @Test
    void keepsABoundedNumberOfBuckets() {
        for (int i = 0; i < TokenBuckets.MOST + 100; i++) {
            assertThat(buckets.take("caller " + i, new Rate(1, 1))).isEmpty();
        }
        assertThat(buckets.size()).isEqualTo(TokenBuckets.MOST);
    }
}
