package io.rowtrail.quickstart.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a short command to its end. */
public final class Command {
    private Command() {}

    /**
     * What a finished command left.
     *
     * @param exit its exit code
     * @param output standard output and standard error
     */
    public record Result(int exit, String output) {}

    /**
     * @param output file that takes the output, so that a server the command leaves behind holds no pipe of ours
     * @throws StackException when it cannot be run or does not end in time
     */
    public static Result run(List<String> words, Path output, Duration within) {
        Process process = start(words, output);
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new StackException(words.get(0) + " did not end within " + within.toSeconds() + " s.");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StackException("Cannot read what " + words.get(0) + " said: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            // What it does would otherwise be half done behind the back of whoever cleans up.
            Ending.awaitEnd(process.toHandle(), within);
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    private static Process start(List<String> words, Path output) {
        try {
            return new ProcessBuilder(words)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new StackException("Cannot run " + words.get(0) + ": " + e.getMessage(), e);
        }
    }
}
