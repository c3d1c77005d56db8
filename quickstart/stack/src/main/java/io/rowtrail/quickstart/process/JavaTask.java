package io.rowtrail.quickstart.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A Java program that runs to its end. Recorded while it runs, so that {@code down} ends what a dead launcher left. */
public final class JavaTask {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final String name;
    private final JavaCommand command;
    private final Path directory;
    private final Path log;
    private final RunRecords records;

    public JavaTask(String name, JavaCommand command, Path directory, Path log, RunRecords records) {
        this.name = name;
        this.command = command;
        this.directory = directory;
        this.log = log;
        this.records = records;
    }

    public Path log() {
        return log;
    }

    /**
     * Runs it and returns when it has ended well.
     *
     * @param tick called a few times a second while it runs
     * @throws StackException when it ends with another code than 0, or not in time (it is stopped then)
     */
    public void run(Duration within, Runnable tick) {
        Launch launch = new Launch(name, records);
        Process process = launch.start(command, directory, log);
        launch.keep(process.toHandle(), 0, "", directory);
        try {
            long deadline = System.nanoTime() + within.toNanos();
            while (!process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                tick.run();
                if (System.nanoTime() - deadline > 0) {
                    throw new StackException(
                            name + " did not end within " + within.toSeconds() + " s. " + LogTail.of(log));
                }
            }
            if (process.exitValue() != 0) {
                throw new StackException(name + " ended with code " + process.exitValue() + ". " + LogTail.of(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        } finally {
            if (process.isAlive()) {
                Ending.end(process.toHandle(), name, STOP);
            }
            records.delete(name);
        }
    }
}
