package io.rowtrail.spark;

import io.rowtrail.spark.config.RowtrailOptions;
import io.rowtrail.spark.config.Guard;
import io.rowtrail.spark.events.EventSender;
import io.rowtrail.spark.events.RunContext;
import io.rowtrail.spark.events.RunListener;
import io.rowtrail.spark.write.LiveRuns;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkConf;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/** What lives as long as the Spark application: its guard, its live runs, our background thread. */
final class Application {
    private static final int MOST_WAITING = 64;
    private static @Nullable Application current;

    private final Guard guard;
    private final LiveRuns runs = new LiveRuns();
    private final ExecutorService background = newBackground();
    private final LongAccumulator lookupFailures = new LongAccumulator();
    private final RowtrailOptions options;

    private Application(RowtrailOptions options) {
        this.options = options;
        this.guard = Guard.of(options);
    }

    /** Listens to the context's executions and tells the service of them. */
    void listenTo(SparkContext context) {
        RunContext runs = new RunContext(
                options,
                UUID.randomUUID(),
                context.conf().get("spark.app.name", "spark"),
                context::applicationId,
                context.version(),
                guard,
                lookupFailures::sum);
        EventSender sender = EventSender.start(options, Clock.systemUTC());
        context.addSparkListener(new RunListener(runs, sender, this.runs, guard));
    }

    /** The plugin's call, before the context can be asked for. */
    static synchronized Application started(SparkConf conf) {
        if (current == null) {
            current = new Application(RowtrailOptions.from(
                    key -> conf.contains(key) ? Optional.of(conf.get(key)) : Optional.empty()));
        }
        return current;
    }

    /** The running application's, also where only the extension was named. */
    static Application current() {
        synchronized (Application.class) {
            if (current != null) {
                return current;
            }
        }
        return started(SparkContext.getOrCreate().conf());
    }

    static synchronized void ended() {
        if (current != null) {
            current.background.shutdownNow();
        }
        current = null;
    }

    Guard guard() {
        return guard;
    }

    LiveRuns runs() {
        return runs;
    }

    /** How many tag sets could not be looked up, in all the application's tasks. */
    synchronized LongAccumulator lookupFailures() {
        if (!lookupFailures.isRegistered()) {
            SparkContext.getOrCreate().register(lookupFailures, "rowtrail.lookup.failures");
        }
        return lookupFailures;
    }

    ExecutorService background() {
        return background;
    }

    private static ExecutorService newBackground() {
        return new ThreadPoolExecutor(
                0,
                1,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> {
                    Thread thread = new Thread(task, "rowtrail-background");
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
