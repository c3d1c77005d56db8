package io.rowtrail.quickstart.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends processes politely, then forcibly, and waits for processes to end. */
final class Ending {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration FORCED = Duration.ofSeconds(10);

    private Ending() {}

    /** SIGTERM, and SIGKILL when that does not help in time. */
    static void end(ProcessHandle process, String name, Duration within) {
        process.destroy();
        if (!awaitEnd(process, within)) {
            process.destroyForcibly();
            if (!awaitEnd(process, FORCED)) {
                throw new StackException(name + " (process " + process.pid() + ") cannot be ended.");
            }
        }
    }

    /** Whether it ended in time. Does not mind interrupts: cleaning up goes on while a launcher is being stopped. */
    static boolean awaitEnd(ProcessHandle process, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        boolean interrupted = false;
        try {
            while (Liveness.runs(process)) {
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
                try {
                    TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }
}
