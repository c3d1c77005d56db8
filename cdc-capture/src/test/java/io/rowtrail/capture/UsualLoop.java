package io.rowtrail.capture;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.engine.spi.OffsetCommitPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The loop that everybody writes: a row goes to the disk, then its record is marked. It ends as if killed once it has
 * written so many rows. With {@code end} as its last argument it marks the ends of transactions only, as the capture does.
 */
final class UsualLoop {
    private static final int KILLED = 137;

    private UsualLoop() {}

    /** Arguments: host port, offsets file, rows file, rows until the end, {@code every} or {@code end}. */
    public static void main(String[] arguments) throws Exception {
        Properties p = new Properties();
        boolean every = arguments[4].equals("every");
        p.setProperty("name", "usual");
        p.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        p.setProperty("topic.prefix", "usual");
        p.setProperty("database.hostname", "127.0.0.1");
        p.setProperty("database.port", arguments[0]);
        p.setProperty("database.user", "postgres");
        p.setProperty("database.password", "");
        p.setProperty("database.dbname", "shop");
        p.setProperty("plugin.name", "pgoutput");
        p.setProperty("slot.name", "usual");
        p.setProperty("publication.name", "usual");
        p.setProperty("snapshot.mode", "no_data");
        p.setProperty("table.include.list", "public.copied");
        p.setProperty("provide.transaction.metadata", "true");
        // The usual loop has the usual store too: ours leaves out what Debezium passes over records by.
        p.setProperty(
                "offset.storage",
                every
                        ? "org.apache.kafka.connect.storage.FileOffsetBackingStore"
                        : "io.rowtrail.capture.source.DurableOffsetStore");
        p.setProperty("offset.storage.file.filename", arguments[1]);
        int[] left = {Integer.parseInt(arguments[3])};
        try (FileChannel rows =
                FileChannel.open(Path.of(arguments[2]), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                    .using(p)
                    .using(OffsetCommitPolicy.always())
                    .notifying(
                            (List<RecordChangeEvent<SourceRecord>> records,
                                    DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer) -> {
                                for (RecordChangeEvent<SourceRecord> record : records) {
                                    take(record, rows, committer, every, left);
                                }
                            })
                    .build()
                    .run();
        }
    }

    private static void take(
            RecordChangeEvent<SourceRecord> record,
            FileChannel rows,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer,
            boolean every,
            int[] left)
            throws InterruptedException {
        Struct value = (Struct) record.record().value();
        boolean row = record.record().topic().endsWith(".public.copied");
        if (row) {
            try {
                rows.write(ByteBuffer.allocate(Long.BYTES)
                        .putLong(0, value.getStruct("after").getInt64("id")));
                rows.force(false);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        if (every || record.record().topic().endsWith(".transaction") && "END".equals(value.getString("status"))) {
            committer.markProcessed(record);
            committer.markBatchFinished();
        }
        if (row && --left[0] == 0) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
