package io.rowtrail.capture.source;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.trace.TraceBinding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
    private static final int MAX_BATCH = 4_096;
    private static final int MAX_QUEUE = 32_768;
    private static final long MAX_QUEUE_BYTES = 64L << 20;

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
                .using(properties(config, beginning, publication, offsets, heartbeat))
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

    private static String patterns(List<String> tables) {
        return String.join(",", tables).replace(".", "\\.").replace("$", "\\$");
    }

    private static Properties properties(
            SourceConfig config,
            Beginning beginning,
            Publication.Upkeep publication,
            Path offsets,
            Duration heartbeat) {
        Properties p = new Properties();
        p.setProperty("name", "rowtrail-" + config.name());
        p.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        p.setProperty("topic.prefix", config.name());
        p.setProperty("database.hostname", config.host());
        p.setProperty("database.port", Integer.toString(config.port()));
        p.setProperty("database.user", config.user());
        p.setProperty("database.password", config.password());
        p.setProperty("database.dbname", config.database());
        p.setProperty("plugin.name", "pgoutput");
        p.setProperty("slot.name", config.slot());
        p.setProperty("publication.name", config.slot());
        p.setProperty(
                "publication.autocreate.mode",
                switch (publication) {
                    case OURS -> "filtered";
                    case GIVEN -> "disabled";
                });
        p.setProperty("table.include.list", patterns(config.published()));
        p.setProperty("snapshot.include.collection.list", patterns(config.tables()));
        p.setProperty(
                "message.prefix.include.list",
                TraceBinding.MESSAGE_PREFIX + "," + SlotWatch.HEARTBEAT_PREFIX.replace(".", "\\."));
        p.setProperty("snapshot.mode", beginning == Beginning.SNAPSHOT ? "initial" : "no_data");
        p.setProperty("skipped.operations", "none");
        p.setProperty("tombstones.on.delete", "false");
        p.setProperty("provide.transaction.metadata", "true");
        p.setProperty("decimal.handling.mode", "string");
        p.setProperty("time.precision.mode", "adaptive_time_microseconds");
        p.setProperty("interval.handling.mode", "string");
        p.setProperty("binary.handling.mode", "bytes");
        p.setProperty("include.unknown.datatypes", "true");
        // Only what the consumer marks is stored, at once and durably.
        p.setProperty("offset.storage", DurableOffsetStore.class.getName());
        p.setProperty("offset.storage.file.filename", offsets.toString());
        p.setProperty("heartbeat.interval.ms", Long.toString(heartbeat.toMillis()));
        p.setProperty("poll.interval.ms", "50");
        p.setProperty("max.batch.size", Integer.toString(MAX_BATCH));
        p.setProperty("max.queue.size", Integer.toString(MAX_QUEUE));
        p.setProperty("max.queue.size.in.bytes", Long.toString(MAX_QUEUE_BYTES));
        p.setProperty("record.processing.threads", "1");
        p.setProperty("slot.max.retries", "30");
        p.setProperty("slot.retry.delay.ms", "1000");
        return p;
    }
}
