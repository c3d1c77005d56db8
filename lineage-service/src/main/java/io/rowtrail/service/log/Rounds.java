package io.rowtrail.service.log;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Work done again and again by one replica, in a thread of its own: a pause, then a round where this replica leads. Rounds never
 * overlap; one that fails is logged, and the next comes after the same pause.
 */
public final class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private final String work;
    private final Pause pause;
    private final BooleanSupplier leads;
    private final Runnable round;
    private final Thread thread;
    private volatile boolean stopping;

    /** What lies before each round. */
    @FunctionalInterface
    public interface Pause {
        /** Returns when the next round is due. */
        void take() throws InterruptedException;

        static Pause of(Duration length) {
            return () -> TimeUnit.MILLISECONDS.sleep(length.toMillis());
        }
    }

    /** Starts nothing yet; {@code work} names the thread and is what is logged. */
    public Rounds(String work, Pause pause, BooleanSupplier leads, Runnable round) {
        this.work = work;
        this.pause = pause;
        this.leads = leads;
        this.round = round;
        this.thread = new Thread(this::run, work);
        thread.setDaemon(true);
    }

    /** Once only. */
    public void start() {
        thread.start();
    }

    /** No further round begins; one that runs is interrupted. Does nothing to one that was never started. */
    public void stop() {
        stopping = true;
        thread.interrupt();
    }

    /** Until stopped or interrupted. */
    void run() {
        try {
            while (!stopping) {
                pause.take();
                roundIfLeading();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void roundIfLeading() {
        try {
            if (leads.getAsBoolean()) {
                round.run();
            }
        } catch (RuntimeException e) {
            if (!stopping) {
                LOG.warnf(e, "event=%s-failed", work);
            }
        }
    }
}
