package io.rowtrail.quickstart.stack;

import io.rowtrail.quickstart.process.JavaPart;
import io.rowtrail.quickstart.process.Part;
import io.rowtrail.quickstart.process.PartState;
import io.rowtrail.quickstart.process.ProcessRecord;
import java.io.PrintStream;
import java.util.Locale;

/** Tells a person what is being done, one line a part. */
public final class Progress {
    private final PrintStream out;

    public Progress(PrintStream out) {
        this.out = out;
    }

    public void say(String line) {
        out.println(line);
    }

    public void start(Part part) {
        boolean running = part.state() instanceof PartState.Ready;
        long began = System.nanoTime();
        ProcessRecord process = part.start();
        String at = process.port() == 0 ? "" : " on 127.0.0.1:" + process.port();
        say(
                running
                        ? String.format(Locale.ROOT, "  %-9s already up%s", part.name(), at)
                        : String.format(Locale.ROOT, "  %-9s ready after %.1f s%s", part.name(), seconds(began), at));
    }

    /** Starts a part for which nobody waits. */
    public void begin(JavaPart part) {
        boolean running = part.state() instanceof PartState.Ready;
        int port = part.begin().port();
        say(String.format(
                Locale.ROOT, "  %-9s %s on 127.0.0.1:%d", part.name(), running ? "already up" : "is starting", port));
    }

    public void stop(Part part) {
        boolean stopped = part.state() instanceof PartState.Stopped;
        long began = System.nanoTime();
        part.stop();
        if (!stopped) {
            say(String.format(Locale.ROOT, "  %-9s stopped after %.1f s", part.name(), seconds(began)));
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
