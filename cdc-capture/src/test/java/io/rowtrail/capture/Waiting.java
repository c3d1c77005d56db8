package io.rowtrail.capture;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another process does. */
final class Waiting {
    private Waiting() {}

    static void until(String what, Duration patience, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + patience + " in vain until " + what);
            }
            Thread.sleep(50);
        }
    }
}
