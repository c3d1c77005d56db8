package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Why the capture marks the ends of transactions only: the usual loop, killed within a COPY, loses rows. */
class UsualLoopIT {
    private static final int ROWS = 2_000;
    /** Not at the edge of the rows that share a position in the log. */
    private static final int KILLED_AFTER = 700;

    @TempDir
    private @Nullable Path directory;

    @Test
    void markingEveryRecordLosesRowsOfACopyAndMarkingTheEndsDoesNot() throws Exception {
        try (SourceServer server = new SourceServer();
                Connection shop = server.connect("shop")) {
            SourceServer.execute(
                    shop, "CREATE TABLE copied (id bigint PRIMARY KEY)", "CREATE PUBLICATION usual FOR TABLE copied");
            int usual = missing(server, shop, "every");
            int ours = missing(server, shop, "end");
            System.out.println("missing of " + ROWS + " rows: " + usual + " and " + ours);
            assertThat(usual).isPositive();
            assertThat(ours).isZero();
        }
    }

    private int missing(SourceServer server, Connection shop, String marking) throws Exception {
        SourceServer.execute(shop, "TRUNCATE copied", "SELECT pg_create_logical_replication_slot('usual', 'pgoutput')");
        StringBuilder text = new StringBuilder();
        for (int id = 1; id <= ROWS; id++) {
            text.append(id).append('\n');
        }
        shop.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY copied FROM STDIN", new StringReader(text.toString()));
        Path rows = directory.resolve(marking + ".rows");
        Process first = start(server, marking, KILLED_AFTER);
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isEqualTo(137);
        SourceServer.execute(shop, "INSERT INTO copied VALUES (" + (ROWS + 1) + ")");
        Process second = start(server, marking, Integer.MAX_VALUE);
        try {
            Waiting.until("the row behind the COPY has come", Duration.ofSeconds(60), () -> {
                assertThat(second.isAlive()).isTrue();
                return ids(rows).contains(ROWS + 1L);
            });
        } finally {
            second.destroyForcibly().waitFor();
        }
        Waiting.until("the slot is free", Duration.ofSeconds(20), () -> {
            try {
                SourceServer.execute(shop, "SELECT pg_drop_replication_slot('usual')");
                return true;
            } catch (java.sql.SQLException e) {
                return false;
            }
        });
        return ROWS + 1 - ids(rows).size();
    }

    private Process start(SourceServer server, String marking, int rows) throws Exception {
        return CaptureProcess.java(
                        "128m",
                        UsualLoop.class.getName(),
                        Integer.toString(server.port()),
                        directory.resolve(marking + ".offsets").toString(),
                        directory.resolve(marking + ".rows").toString(),
                        Integer.toString(rows),
                        marking)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(marking + "-" + rows + ".log").toFile())
                .start();
    }

    private static Set<Long> ids(Path file) throws Exception {
        Set<Long> ids = new HashSet<>();
        if (Files.exists(file)) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            while (bytes.remaining() >= Long.BYTES) {
                ids.add(bytes.getLong());
            }
        }
        return ids;
    }
}
