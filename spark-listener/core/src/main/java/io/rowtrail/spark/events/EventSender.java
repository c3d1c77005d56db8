package io.rowtrail.spark.events;

import io.rowtrail.spark.config.RowtrailOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events from a thread of its own. What cannot be sent, or does not fit the queue, waits in the spool and is sent again,
 * oldest first, by this or a later application; without a spool it is lost, and counted.
 */
public final class EventSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);
    private static final int QUEUED = 1_000;
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUED);
    private final Optional<? extends Transport> transport;
    private final Optional<Spool> spool;
    private final Clock clock;
    private final LongAdder sent = new LongAdder();
    private final LongAdder spooled = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Thread worker;
    private volatile boolean closing;
    private long nextRetry;

    private EventSender(Optional<? extends Transport> transport, Optional<Spool> spool, Clock clock) {
        this.transport = transport;
        this.spool = spool;
        this.clock = clock;
        this.worker = new Thread(this::work, "rowtrail-events");
        worker.setDaemon(true);
    }

    /** As the options say; running. */
    public static EventSender start(RowtrailOptions options, Clock clock) {
        return start(
                options.url().map(url -> new HttpTransport(url, options.apiKey())),
                options.spoolDir().map(directory -> new Spool(directory, clock)),
                clock);
    }

    static EventSender start(Optional<? extends Transport> transport, Optional<Spool> spool, Clock clock) {
        EventSender sender = new EventSender(transport, spool, clock);
        sender.worker.start();
        return sender;
    }

    /** Never waits and never throws. */
    void send(String event) {
        if (closing || !queue.offer(event)) {
            keep(event);
        }
    }

    /**
     * Totals since the start.
     *
     * @param lost neither sent nor spooled
     */
    public record Totals(long sent, long spooled, long lost) {}

    public Totals totals() {
        return new Totals(sent.sum(), spooled.sum(), lost.sum());
    }

    private void work() {
        while (!closing || !queue.isEmpty()) {
            try {
                String event = queue.poll(200, TimeUnit.MILLISECONDS);
                if (event != null) {
                    deliver(event);
                }
                if (clock.millis() >= nextRetry) {
                    nextRetry = clock.millis() + RETRY.toMillis();
                    resend();
                }
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warn("rowtrail.spool failed", e);
            }
        }
    }

    private void deliver(String event) {
        Transport.Answer answer = transport.isEmpty()
                ? Transport.Answer.UNAVAILABLE
                : transport.get().post(event);
        switch (answer) {
            case ACCEPTED -> sent.increment();
            case UNAVAILABLE -> keep(event);
            case REFUSED -> {
                lost.increment();
                LOG.warn("rowtrail.event refused by the service");
            }
        }
    }

    private void keep(String event) {
        try {
            if (spool.isPresent()) {
                spool.get().put(event);
                spooled.increment();
                return;
            }
        } catch (IOException e) {
            LOG.warn("rowtrail.spool failed", e);
        }
        lost.increment();
    }

    private void resend() throws IOException {
        if (spool.isEmpty() || transport.isEmpty()) {
            return;
        }
        for (Path file : spool.get().waiting()) {
            switch (transport.get().post(spool.get().read(file))) {
                case ACCEPTED -> {
                    spool.get().sent(file);
                    sent.increment();
                }
                case REFUSED -> {
                    spool.get().refused(file);
                    lost.increment();
                }
                case UNAVAILABLE -> {
                    return;
                }
            }
        }
    }

    /** Waits a bounded time for what is queued; the rest goes to the spool. */
    @Override
    public void close() {
        closing = true;
        try {
            worker.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<String> left = new ArrayList<>();
        queue.drainTo(left);
        left.forEach(this::keep);
        Totals totals = totals();
        if (totals.lost() > 0) {
            LOG.warn("rowtrail.events sent={} spooled={} lost={}", totals.sent(), totals.spooled(), totals.lost());
        }
    }
}
