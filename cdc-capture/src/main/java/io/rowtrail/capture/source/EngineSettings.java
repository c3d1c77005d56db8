package io.rowtrail.capture.source;

import io.rowtrail.trace.TraceBinding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** What Debezium's engine is told, for the capture and for whoever compares with it. */
public final class EngineSettings {
    private static final int MAX_BATCH = 4_096;
    private static final int MAX_QUEUE = 32_768;
    private static final long MAX_QUEUE_BYTES = 64L << 20;

    private EngineSettings() {}

    private static String patterns(List<String> tables) {
        return String.join(",", tables).replace(".", "\\.").replace("$", "\\$");
    }

    /**
     * @param offsets the file of Debezium's position
     * @param heartbeat how often something comes when nothing happens
     */
    public static Properties of(
            SourceConfig config,
            DebeziumSource.Beginning beginning,
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
        p.setProperty("snapshot.mode", beginning == DebeziumSource.Beginning.SNAPSHOT ? "initial" : "no_data");
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
        // After a cut Debezium would make a slot that is gone anew and go on behind the gap. The next life checks
        // first.
        p.setProperty("errors.max.retries", "0");
        p.setProperty("slot.max.retries", "30");
        p.setProperty("slot.retry.delay.ms", "1000");
        return p;
    }
}
