package io.rowtrail.capture;

import io.rowtrail.capture.state.Milestone;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** A capture that ends like one that is killed, right after the n-th time it reached a milestone. */
final class CrashingCapture {
    private static final int KILLED = 137;

    private CrashingCapture() {}

    /** Arguments: the properties file, the milestone, the number of times. */
    public static void main(String[] arguments) throws Exception {
        Milestone fatal = Milestone.valueOf(arguments[1]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[2]));
        CaptureConfig config = CaptureConfig.read(Path.of(arguments[0]));
        new Capture(config, Clock.systemUTC(), System::nanoTime, milestone -> {
                    if (milestone == fatal && left.decrementAndGet() == 0) {
                        Runtime.getRuntime().halt(KILLED);
                    }
                })
                .run();
    }
}
