package io.rowtrail.bench.capture;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import io.rowtrail.capture.source.ColumnRules;
import io.rowtrail.capture.source.DebeziumSource;
import io.rowtrail.capture.source.EngineSettings;
import io.rowtrail.capture.source.Publication;
import io.rowtrail.capture.source.SourceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's engine as the capture has it, whose consumer counts transactions and marks their ends, and nothing else. */
final class BareDebezium {
    /** As many transactions of ten rows as the capture commits at once. */
    private static final int TRANSACTIONS_A_MARK = 5_000;

    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Path count;
    private long transactions;
    private long marked;
    private long lastNanos;

    private BareDebezium(Path count) {
        this.count = count;
    }

    /** Arguments: JDBC URL, name, table, directory. The file {@code transactions} there holds the count. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[3]);
        SourceConfig config = new SourceConfig(
                arguments[1],
                arguments[0],
                "postgres",
                "",
                List.of(arguments[2]),
                Optional.empty(),
                ColumnRules.parse(List.of(), List.of(), List.of()));
        BareDebezium bare = new BareDebezium(directory.resolve("transactions"));
        bare.tell();
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(EngineSettings.of(
                        config,
                        DebeziumSource.Beginning.SNAPSHOT,
                        Publication.Upkeep.OURS,
                        directory.resolve("offsets.json"),
                        Duration.ofMillis(250)))
                .using(OffsetCommitPolicy.always())
                .notifying(bare::take)
                .build()
                .run();
    }

    private void take(
            List<RecordChangeEvent<SourceRecord>> records,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        RecordChangeEvent<SourceRecord> end = null;
        for (RecordChangeEvent<SourceRecord> record : records) {
            if (isEnd(record.record())) {
                transactions++;
                end = record;
            }
        }
        long now = System.nanoTime();
        if (end != null && (transactions - marked >= TRANSACTIONS_A_MARK || now - lastNanos > IDLE.toNanos())) {
            committer.markProcessed(end);
            committer.markBatchFinished();
            marked = transactions;
        }
        if (now - lastNanos > IDLE.toNanos() / 10) {
            lastNanos = now;
            tell();
        }
    }

    private static boolean isEnd(SourceRecord record) {
        return record.topic().endsWith(".transaction")
                && record.value() instanceof Struct value
                && "END".equals(text(value));
    }

    private static @Nullable String text(Struct value) {
        return value.getString("status");
    }

    private void tell() {
        try {
            Files.writeString(count, Long.toString(transactions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
