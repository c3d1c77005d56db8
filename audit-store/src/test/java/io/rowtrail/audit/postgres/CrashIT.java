package io.rowtrail.audit.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer killed in mid-append: what it was told is true, and nothing is there twice. */
class CrashIT {
    private static final int KILLS = Boolean.getBoolean("rowtrail.long") ? 30 : 3;

    @TempDir
    Path directory;

    private final ToldByWriters told = new ToldByWriters();

    @Test
    void everyAcknowledgedEntryIsThereOnceAfterEachKill() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("crash");
        SplittableRandom random = new SplittableRandom(7);
        int first = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            // A little before the last event any writer tried, so that some were tried before.
            killInMidAppend(postgres, first, 300 + random.nextInt(900));
            first = Math.max(0, told.acknowledged() - 50);
            told.check(postgres, directory);
        }
    }

    private void killInMidAppend(LocalPostgres postgres, int first, int answers)
            throws IOException, InterruptedException {
        Process writer = WriterProcess.start(postgres, directory, first);
        try (BufferedReader out = writer.inputReader()) {
            int read = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                told.remember(line);
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
}
