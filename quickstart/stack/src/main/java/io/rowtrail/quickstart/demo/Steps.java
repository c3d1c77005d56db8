package io.rowtrail.quickstart.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** Shows the steps of the demo while they run: a line each, kept up to date on a terminal. */
final class Steps {
    private static final int TITLE = 52;

    private final PrintStream out;
    private final boolean terminal;
    private final long began = System.nanoTime();
    private int number;

    /** What a step is: says in a few words what came out of it, and may show how far it is. */
    @FunctionalInterface
    interface Step {
        String run(Shown shown) throws Exception;
    }

    /** Takes a short word on how far a step is. */
    @FunctionalInterface
    interface Shown {
        void progress(Supplier<String> word);
    }

    Steps(PrintStream out) {
        this.out = out;
        this.terminal = Boolean.getBoolean("rowtrail.terminal");
    }

    void run(String title, Step step) throws Exception {
        long start = System.nanoTime();
        String line = String.format(Locale.ROOT, "%2d  %-" + TITLE + "s", ++number, title);
        if (terminal) {
            out.print(line);
            out.flush();
        }
        String result = step.run(word -> {
            if (terminal) {
                out.printf(Locale.ROOT, "\r%s%6.1f s  %-24s", line, seconds(start), word.get());
                out.flush();
            }
        });
        out.printf(Locale.ROOT, "%s%s%6.1f s  %s%n", terminal ? "\r" : "", line, seconds(start), pad(result));
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Wide enough to wipe out a longer word of progress. */
    private String pad(String result) {
        return terminal ? String.format(Locale.ROOT, "%-24s", result) : result;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
