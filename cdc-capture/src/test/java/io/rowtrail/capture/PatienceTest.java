package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.capture.Patience.Life;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.HistoryException;
import io.rowtrail.capture.state.UnreachableException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final CaptureException CUT = new CaptureException("cut");
    private static final UnreachableException AWAY = new UnreachableException("away", CUT);
    private static final Life FRUITFUL = new Life(true, true, Duration.ofSeconds(5));
    private static final Life FRUITLESS = new Life(true, false, Duration.ofSeconds(5));
    private static final Life REFUSED = new Life(false, false, Duration.ofSeconds(1));

    private final Patience patience = new Patience(Duration.ofMinutes(1));

    @Test
    void aFirstStartThatFailsIsNotRepeated() {
        assertThat(patience.after(REFUSED, AWAY)).isEmpty();
        assertThat(patience.after(REFUSED, CUT)).isEmpty();
    }

    @Test
    void waitsLongerEachTimeForWhatIsAwayAndGivesUpInTheEnd() {
        assertThat(patience.after(FRUITFUL, CUT)).contains(Duration.ofSeconds(1));
        int lives = 0;
        Duration waited = Duration.ZERO;
        Duration before = Duration.ZERO;
        Optional<Duration> pause = patience.after(REFUSED, AWAY);
        while (pause.isPresent()) {
            assertThat(pause.get()).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(Duration.ofSeconds(20));
            before = pause.get();
            waited = waited.plus(pause.get()).plus(REFUSED.lasted());
            lives++;
            pause = patience.after(REFUSED, AWAY);
        }
        assertThat(lives).isBetween(4, 8);
        assertThat(waited).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(85));
    }

    @Test
    void givesUpAfterSomeLivesThatGotNowhere() {
        for (int life = 1; life < Patience.FRUITLESS_LIVES; life++) {
            assertThat(patience.after(FRUITLESS, CUT)).isPresent();
        }
        assertThat(patience.after(FRUITLESS, CUT)).isEmpty();
    }

    @Test
    void beginsAnewAfterALifeThatGotSomewhereOrLastedLong() {
        for (int life = 0; life < 50; life++) {
            assertThat(patience.after(FRUITLESS, CUT)).contains(Duration.ofSeconds(life == 0 ? 1 : 2));
            assertThat(patience.after(life % 2 == 0 ? FRUITFUL : new Life(true, false, Patience.SOUND), CUT))
                    .contains(Duration.ofSeconds(1));
        }
    }

    @Test
    void aContradictionIsNotTriedAgain() {
        assertThat(patience.after(FRUITFUL, new HistoryException("409"))).isEmpty();
    }
}
