package io.rowtrail.capture;

import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.UnreachableException;
import io.rowtrail.lake.LakeException;
import io.rowtrail.lake.LakeUnreachableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a capture from a properties file. Ends with 0 after SIGTERM or SIGINT, 1 when the capture cannot start or go on
 * (one line says why), 2 for a wrong call or configuration, 3 when the source or the lake's catalogue does not answer. Once it
 * has read, it goes on by itself after whatever a restart would mend.
 */
public final class CaptureMain {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureMain.class);
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int UNREACHABLE = 3;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);

    private CaptureMain() {}

    public static void main(String[] arguments) {
        int code = run(arguments);
        // Debezium's pools may hold the process up after their end, and SIGTERM alone would end with 143.
        Runtime.getRuntime().halt(code);
    }

    private static int run(String[] arguments) {
        if (arguments.length != 1) {
            say("usage: CaptureMain <file.properties>");
            return USAGE;
        }
        CaptureConfig config;
        try {
            config = CaptureConfig.read(Path.of(arguments[0]));
        } catch (IllegalArgumentException | IOException e) {
            say("configuration " + arguments[0] + ": " + e.getMessage());
            return USAGE;
        }
        Lives capture = new Lives(config, Clock.systemUTC(), System::nanoTime, CaptureMain::say);
        if (!StopSignals.call(() -> stop(capture))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(capture), "rowtrail-stop"));
        }
        return run(capture, config.source().name());
    }

    private static int run(Lives capture, String source) {
        try {
            capture.run();
            return 0;
        } catch (CaptureException | LakeException e) {
            LOG.debug("the capture failed", e);
            say("capture of source " + source + " stopped: " + e.getMessage());
            return e instanceof UnreachableException || e instanceof LakeUnreachableException ? UNREACHABLE : FAILED;
        } catch (RuntimeException e) {
            LOG.error("source={} the capture failed", source, e);
            say("capture of source " + source + " stopped: " + e);
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** The main thread stops cleanly and halts the process meanwhile, unless it takes too long. */
    private static void stop(Lives capture) {
        capture.stop();
        try {
            Thread.sleep(STOP_PATIENCE.toMillis());
            say("the capture did not stop in time; a restart goes on from its last commit");
            Runtime.getRuntime().halt(FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String line) {
        System.err.println(line);
        System.err.flush();
    }
}
