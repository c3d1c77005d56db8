package io.rowtrail.capture.source;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.rowtrail.capture.state.CaptureException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Debezium's engine on PostgreSQL, configured so that a restart replays whole transactions. */
public final class DebeziumSource implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(DebeziumSource.class);

    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "rowtrail-source"));

    /** Where reading begins when there is no stored position. */
    public enum Beginning {
        /** With a snapshot of the captured tables. */
        SNAPSHOT,
        /** Where the replication slot stands. */
        STREAM
    }

    /**
     * @param tables the captured tables by qualified name
     * @param pseudonyms for columns that are hashed
     * @param offsets the file of Debezium's position
     * @param heartbeat how often the handler is called when nothing happens
     * @param failed told when reading ended by itself
     */
    public DebeziumSource(
            SourceConfig config,
            Map<String, SourceTable> tables,
            Beginning beginning,
            Publication.Upkeep publication,
            Path offsets,
            Duration heartbeat,
            Pseudonyms pseudonyms,
            EventHandler handler,
            Consumer<CaptureException> failed) {
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(EngineSettings.of(config, beginning, publication, offsets, heartbeat))
                .using((success, message, error) -> {
                    if (!success) {
                        failed.accept(failure(message, error));
                    }
                })
                .using(OffsetCommitPolicy.always())
                .notifying(new BatchAdapter(
                        new RecordReader(config, tables, table -> SourceChecks.shapeNow(config, table), pseudonyms),
                        handler))
                .build();
    }

    /** The innermost reason that is ours, else the innermost of all. */
    private static CaptureException failure(String message, @Nullable Throwable error) {
        Throwable innermost = error;
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof CaptureException ours) {
                return ours;
            }
            innermost = at;
        }
        return new CaptureException(
                "reading from the source ended: " + (innermost == null ? message : innermost.toString()), error);
    }

    /** Starts reading, on a thread of its own. */
    public void start() {
        executor.execute(engine);
    }

    /** Ends reading and waits for it; what was passed stays passed. */
    @Override
    public void close() throws IOException {
        try {
            engine.close();
        } catch (IllegalStateException e) {
            LOG.debug("reading had ended by itself", e);
        }
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
