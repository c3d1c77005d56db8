package io.rowtrail.capture;

import io.rowtrail.capture.state.HistoryException;
import io.rowtrail.capture.state.UnreachableException;
import io.rowtrail.lake.LakeUnreachableException;
import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait between a life of the capture that ended by itself and the next, and when to give up: at once for what
 * another life would meet again, after a while without an answer, after some lives that got nowhere. For one thread.
 */
final class Patience {
    static final int FRUITLESS_LIVES = 5;
    /** A life that lasted so long was sound, though nothing may have happened at the source. */
    static final Duration SOUND = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final Duration awayLimit;
    private boolean everRead;
    private int fruitless;
    private Duration away = Duration.ZERO;
    private Duration pause = FIRST_PAUSE;

    /**
     * How a life went.
     *
     * @param read it passed the checks and read the source
     * @param advanced it numbered transactions that were new
     */
    record Life(boolean read, boolean advanced, Duration lasted) {}

    /** @param awayLimit how long source or catalogue may be away */
    Patience(Duration awayLimit) {
        this.awayLimit = awayLimit;
    }

    /** The pause before the next life; empty when there is to be none. */
    Optional<Duration> after(Life life, RuntimeException reason) {
        everRead |= life.read();
        if (life.advanced() || (life.read() && life.lasted().compareTo(SOUND) >= 0)) {
            fruitless = 0;
            away = Duration.ZERO;
            pause = FIRST_PAUSE;
        }
        if (!everRead || reason instanceof HistoryException) {
            return Optional.empty();
        }
        if (reason instanceof UnreachableException || reason instanceof LakeUnreachableException) {
            away = away.plus(life.lasted());
            if (away.compareTo(awayLimit) >= 0) {
                return Optional.empty();
            }
            away = away.plus(pause);
        } else if (++fruitless >= FRUITLESS_LIVES) {
            return Optional.empty();
        }
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return Optional.of(now);
    }
}
