package io.rowtrail.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What it reads, it reads as the JDK does; the rest it leaves to the JDK. */
class InstantTextTest {
    private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * 86_400;
    private static final long LAST = LocalDate.of(9999, 12, 31).toEpochDay() * 86_400;
    private static final int[] STEPS = {1, 1_000, 1_000_000, 100_000_000, 1_000_000_000};

    @Test
    void readsWhatTheJdkReads() {
        long seed = System.nanoTime() & 0xffffff;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int step = STEPS[random.nextInt(STEPS.length)];
            int nano = random.nextInt(1_000_000_000) / step * step;
            OffsetDateTime time =
                    Instant.ofEpochSecond(random.nextLong(FIRST, LAST), nano).atOffset(ZoneOffset.UTC);
            // The JDK leaves seconds out of a whole minute: another form.
            String text =
                    time.getSecond() == 0 && nano == 0 ? time.plusSeconds(1).toString() : time.toString();
            assertThat(InstantText.read(text))
                    .as("seed %s, %s", seed, text)
                    .isNotNull()
                    .isEqualTo(OffsetDateTime.parse(text));
        }
    }

    @Test
    void readsEveryLengthOfAFraction() {
        for (int digits = 1; digits <= 9; digits++) {
            String text = "2026-11-24T03:00:59." + "123456789".substring(0, digits) + "Z";
            assertThat(InstantText.read(text)).as(text).isEqualTo(OffsetDateTime.parse(text));
        }
    }

    @Test
    void leavesOtherFormsToTheJdk() {
        assertThat(List.of(
                        "",
                        "Z",
                        "2026-11-24T03:00Z",
                        "2026-11-24T03:00:59+01:00",
                        "2026-11-24T03:00:59.Z",
                        "2026-11-24T03:00:59.1234567891Z",
                        "2026-11-24T03:00:59.12a4Z",
                        "2026-11-24T03:00:59,123Z",
                        "2026-11-24 03:00:59Z",
                        "+12026-11-24T03:00:59Z",
                        "-0001-11-24T03:00:59Z",
                        "2026-11-24T03:00:\u0665\u0665Z"))
                .allSatisfy(text -> assertThat(InstantText.read(text)).as(text).isNull());
    }

    @Test
    void refusesWhatTheJdkRefuses() {
        for (String text : List.of(
                "2026-02-29T03:00:59Z", "2026-11-24T24:00:00Z", "2026-11-24T03:00:60Z", "2026-00-24T03:00:00Z")) {
            assertThatThrownBy(() -> OffsetDateTime.parse(text)).as(text).isInstanceOf(DateTimeException.class);
            assertThatThrownBy(() -> InstantText.read(text)).as(text).isInstanceOf(DateTimeException.class);
        }
    }
}
