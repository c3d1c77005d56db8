package io.rowtrail.audit.postgres;

import static io.rowtrail.audit.postgres.OpenLog.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.audit.Checkpoint;
import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.ProofCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer killed in mid-append: what it was told is true, and nothing is there twice. */
class CrashIT {
    private static final int KILLS = Boolean.getBoolean("rowtrail.long") ? 30 : 3;

    @TempDir
    Path directory;

    /** What the writers were told, event to index. */
    private final Map<String, Long> acknowledged = new HashMap<>();

    /** What the writers were given signed, size to root. */
    private final Map<Long, Hash> signed = new TreeMap<>();

    @Test
    void everyAcknowledgedEntryIsThereOnceAfterEachKill() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("crash");
        SplittableRandom random = new SplittableRandom(7);
        int first = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            // A little before the last event any writer tried, so that some were tried before.
            killInMidAppend(postgres, first, 300 + random.nextInt(900));
            first = Math.max(0, acknowledged.size() - 50);
            check(postgres);
        }
    }

    private void killInMidAppend(LocalPostgres postgres, int first, int answers)
            throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WriterProcess.class.getName(),
                        Integer.toString(postgres.port()),
                        postgres.database(),
                        directory.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = writer.inputReader()) {
            int read = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                remember(line);
                read++;
                if (read == answers) {
                    // By its handle: the process' own method would close the pipe with answers still in it.
                    writer.toHandle().destroyForcibly();
                }
            }
            assertThat(read).isGreaterThanOrEqualTo(answers);
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    /** A line cut short by the kill was no answer. */
    private void remember(String line) {
        String[] words = line.split(" ");
        if (words[0].equals("ACK") && words.length == 3) {
            long index = Long.parseLong(words[2]);
            assertThat(acknowledged.getOrDefault(words[1], index)).as(line).isEqualTo(index);
            acknowledged.put(words[1], index);
        } else if (words[0].equals("CHECKPOINT") && words.length == 3 && words[2].length() == 64) {
            signed.put(Long.valueOf(words[1]), Hash.parse(words[2]));
        }
    }

    private void check(LocalPostgres postgres) {
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            assertThat(open.log().refusal()).isEmpty();
            Map<Long, String> stored = new HashMap<>();
            Set<String> texts = new HashSet<>();
            long size = await(open.log().size());
            for (long from = 0; from < size; from = stored.size()) {
                List<FollowedEntry> page = await(open.log().follow(from, 1_000));
                for (FollowedEntry entry : page) {
                    assertThat(texts.add(entry.facts().utf8()))
                            .as("doubled: %s", entry.facts().utf8())
                            .isTrue();
                    stored.put(entry.name().index(), entry.facts().utf8());
                }
            }
            acknowledged.forEach(
                    (event, index) -> assertThat(stored.get(index)).isEqualTo("{\"event\":\"" + event + "\"}"));
            Checkpoint now = await(open.log().checkpoint());
            signed.forEach((earlier, root) -> {
                if (earlier > 0) {
                    assertThat(ProofCheck.holds(
                                    await(open.log().consistencyProof(earlier, now.size())), root, now.root()))
                            .as("size %d signed before the kill", earlier)
                            .isTrue();
                }
            });
            assertThat(await(open.log().inspect()).damages()).isEmpty();
        }
    }
}
