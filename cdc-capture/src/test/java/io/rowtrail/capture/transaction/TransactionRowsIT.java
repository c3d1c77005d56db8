package io.rowtrail.capture.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceTable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionRowsIT {
    private static final SourceTable A = table("a");
    private static final SourceTable B = table("b");
    private static final List<String> NAMES = List.of("k", "v");

    @TempDir
    private Path directory;

    private static SourceTable table(String name) {
        return new SourceTable("public", name, Map.of(), List.of(), SourceTable.ReplicaIdentity.FULL);
    }

    private static @Nullable Object value(Random random) {
        return switch (random.nextInt(14)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> random.nextLong();
            case 4 -> random.nextFloat();
            case 5 -> Double.NaN;
            case 6 -> "ü".repeat(random.nextInt(50)) + '\0' + "\uD83D\uDE00";
            case 7 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(38));
            case 8 -> ByteBuffer.wrap(new byte[] {1, 2, (byte) random.nextInt()});
            case 9 -> LocalDate.ofEpochDay(random.nextInt());
            case 10 -> LocalTime.ofNanoOfDay(random.nextInt(Integer.MAX_VALUE));
            case 11 -> LocalDateTime.parse("0001-01-01T00:00:00.000001").plusSeconds(random.nextInt());
            case 12 -> OffsetDateTime.parse("-4711-11-24T00:00Z").plusDays(random.nextInt(100_000));
            default -> "x".repeat(70_000); // longer than DataOutput.writeUTF takes
        };
    }

    private static String text(ChangeRow row) {
        return row.table().name() + row.op() + row.names() + Arrays.toString(row.values());
    }

    @Test
    void comeBackAsTheyWereFromMemoryAndFromTheDisk() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (long memory : new long[] {0, 10_000, Long.MAX_VALUE}) {
            List<String> given = new ArrayList<>();
            try (TransactionRows rows = new TransactionRows(new SpillPlace(directory, memory))) {
                for (int i = 0; i < 500; i++) {
                    String op = List.of("c", "u", "d", "t").get(random.nextInt(4));
                    ChangeRow row = op.equals("t")
                            ? new ChangeRow(A, op, List.of(), new Object[0])
                            : new ChangeRow(
                                    random.nextBoolean() ? A : B, op, NAMES, new Object[] {value(random), value(random)
                                    });
                    given.add(text(row));
                    rows.add(row);
                }
                assertThat(rows.isSpilled()).isEqualTo(memory < Long.MAX_VALUE);
                assertThat(rows.size()).isEqualTo(500);
                for (int again = 0; again < 2; again++) {
                    List<String> taken = new ArrayList<>();
                    rows.forEach(row -> taken.add(text(row)));
                    assertThat(taken).isEqualTo(given);
                }
                assertThat(rows.counts().values().stream()
                                .flatMap(ops -> ops.values().stream())
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(500);
            }
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left).isEmpty();
            }
        }
    }
}
