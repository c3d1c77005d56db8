package io.rowtrail.capture;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One capture after another in this process: what ends one, and a restart would mend, is mended by the next, which checks
 * source, slot and state as any start does. A source or catalogue that is away is waited for; a gap opens an incarnation.
 */
final class Lives {
    private final CaptureConfig config;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Consumer<String> teller;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Capture current;

    /** @param teller told in one line why a life ended and what follows */
    Lives(CaptureConfig config, Clock clock, LongSupplier nanos, Consumer<String> teller) {
        this.config = config;
        this.clock = clock;
        this.nanos = nanos;
        this.teller = teller;
    }

    /** Asks for a clean stop, from any thread. */
    void stop() {
        stopped.countDown();
        Capture life = current;
        if (life != null) {
            life.stop();
        }
    }

    /**
     * Captures until {@link #stop}.
     *
     * @throws RuntimeException why the last life ended, if another would not help
     */
    void run() throws InterruptedException {
        Patience patience = new Patience(config.restartPatience());
        do {
            Capture life = new Capture(config, clock, nanos);
            current = life;
            if (isStopped()) {
                return;
            }
            long begun = nanos.getAsLong();
            try {
                life.run();
                return;
            } catch (RuntimeException reason) {
                Duration lasted = Duration.ofNanos(nanos.getAsLong() - begun);
                Optional<Duration> pause =
                        patience.after(new Patience.Life(life.hasRead(), life.hasAdvanced(), lasted), reason);
                if (pause.isEmpty() || isStopped()) {
                    throw reason;
                }
                announce(reason, pause.get());
            }
        } while (!isStopped());
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void announce(RuntimeException reason, Duration pause) throws InterruptedException {
        Instant next = clock.instant().plus(pause);
        teller.accept("capture of source " + config.source().name() + " interrupted: " + reason.getMessage()
                + "; it checks everything and goes on by itself in " + pause.toSeconds() + " s");
        new StatusFile(config.stateDir().resolve(StateDirectory.STATUS), clock)
                .waiting(String.valueOf(reason.getMessage()), next);
        if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            teller.accept("stopped while waiting; a start goes on from the last commit");
        }
    }
}
