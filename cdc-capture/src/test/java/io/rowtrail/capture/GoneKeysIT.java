package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.lake.KeyRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoneKeysIT {
    private static final SourceTable TABLE =
            new SourceTable("public", "t", Map.of(), List.of("a", "b"), SourceTable.ReplicaIdentity.FULL);

    @TempDir
    private Path directory;

    private static ChangeRow row(int key) {
        return new ChangeRow(TABLE, "r", List.of("v", "b", "a"), new Object[] {7, key, "k" + key});
    }

    /** A random history in a random order, against a model, in one pass and in many. */
    @Test
    void areThoseThatAreThereByTheHistoryAndNotInTheSnapshot() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        for (int keysAPass : new int[] {3, 1_000_000}) {
            Random random = new Random(seed);
            List<KeyRow> history = new ArrayList<>();
            Map<Integer, Boolean> there = new TreeMap<>();
            for (long tx = 1; tx <= 300; tx++) {
                if (random.nextInt(100) == 0) {
                    history.add(new KeyRow("t", tx, 0, new Object[] {null, null}));
                    there.clear();
                }
                for (int seq = 1; seq < 4; seq++) {
                    int key = random.nextInt(60);
                    String op = List.of("c", "u", "d", "r").get(random.nextInt(4));
                    history.add(new KeyRow(op, tx, seq, new Object[] {"k" + key, key}));
                    there.put(key, !op.equals("d"));
                }
            }
            Collections.shuffle(history, random);
            Set<Integer> expected = new TreeSet<>();
            Set<Integer> gone = new TreeSet<>();
            try (GoneKeys keys = new GoneKeys(directory, keysAPass)) {
                there.forEach((key, is) -> {
                    if (is && random.nextBoolean()) {
                        keys.found(row(key));
                    } else if (is) {
                        expected.add(key);
                    }
                });
                int count = keys.each(TABLE, history::forEach, row -> {
                    assertThat(row.op()).isEqualTo("d");
                    assertThat(row.names()).containsExactly("a", "b");
                    gone.add((Integer) row.values()[1]);
                });
                assertThat(count).isEqualTo(expected.size());
            }
            assertThat(gone).isEqualTo(expected);
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left).isEmpty();
            }
        }
    }
}
