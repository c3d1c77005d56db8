package io.rowtrail.quickstart.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A part that is a Java program: started detached, its output in a log file, stopped by SIGTERM. */
public final class JavaPart implements Part {
    private static final Duration POLL = Duration.ofMillis(150);
    private static final int SHOWN_LOG_LINES = 12;

    private final Description about;
    private final RunRecords records;
    private final String mark;

    /**
     * What a Java part is.
     *
     * @param name name of the part
     * @param version version of the software
     * @param ports ports it listens on, the main one first; may be empty
     * @param command what to run
     * @param data where it keeps its state, also its working directory
     * @param log file its output goes to
     * @param readiness whether it can work
     * @param startWithin how long it may take to get ready
     * @param stopWithin how long it may take to stop before it is killed
     */
    public record Description(
            String name,
            String version,
            List<PortClaim> ports,
            JavaCommand command,
            Path data,
            Path log,
            Readiness readiness,
            Duration startWithin,
            Duration stopWithin) {
        public Description {
            ports = List.copyOf(ports);
        }
    }

    public JavaPart(Description about, RunRecords records) {
        this.about = about;
        this.records = records;
        this.mark = "-Drowtrail.part=" + about.name() + "@" + records.directory();
    }

    @Override
    public String name() {
        return about.name();
    }

    @Override
    public PartState state() {
        Optional<ProcessRecord> entry = records.read(about.name());
        if (entry.isEmpty()) {
            return new PartState.Stopped();
        }
        if (entry.get().process().isEmpty()) {
            return new PartState.Died(entry.get());
        }
        return about.readiness()
                .missing()
                .<PartState>map(why -> new PartState.Unready(entry.get(), why))
                .orElseGet(() -> new PartState.Ready(entry.get()));
    }

    @Override
    public ProcessRecord start() {
        ProcessRecord entry = running().orElseGet(this::launch);
        awaitReady(entry);
        return entry;
    }

    /** The process of this part, recorded or found by its mark when a launcher was killed before it could record it. */
    private Optional<ProcessRecord> running() {
        Optional<ProcessRecord> recorded =
                records.read(about.name()).filter(entry -> entry.process().isPresent());
        if (recorded.isPresent()) {
            int port = recorded.get().port();
            if (port != mainPort()) {
                throw new StackException(about.name() + " already runs on port " + port + ", not " + mainPort()
                        + ". Stop it first with ./rowtrail down.");
            }
            return recorded;
        }
        return stray().map(handle -> keep(handle, Instant.now()));
    }

    private Optional<ProcessHandle> stray() {
        try (var all = ProcessHandle.allProcesses()) {
            return all.filter(handle -> handle.info()
                            .commandLine()
                            .map(line -> line.contains(mark + " "))
                            .orElse(false))
                    .findFirst();
        }
    }

    private ProcessRecord keep(ProcessHandle handle, Instant fallback) {
        ProcessRecord entry = new ProcessRecord(
                about.name(),
                handle.pid(),
                handle.info().startInstant().orElse(fallback),
                mainPort(),
                about.version(),
                about.data().toString());
        records.write(entry);
        return entry;
    }

    private ProcessRecord launch() {
        about.ports().forEach(port -> port.check(about.name()));
        try {
            Files.createDirectories(about.data());
            Files.createDirectories(about.log().toAbsolutePath().getParent());
            if (Files.exists(about.log())) {
                Path previous = about.log().resolveSibling(about.log().getFileName() + ".1");
                Files.move(about.log(), previous, StandardCopyOption.REPLACE_EXISTING);
            }
            Process process = about.command()
                    .builder(mark)
                    .directory(about.data().toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(about.log().toFile())
                    .start();
            return keep(process.toHandle(), Instant.now());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + about.name(), e);
        }
    }

    private void awaitReady(ProcessRecord entry) {
        long deadline = System.nanoTime() + about.startWithin().toNanos();
        while (true) {
            boolean alive = entry.process().isPresent();
            if (!alive) {
                throw new StackException(about.name() + " stopped while starting. " + logTail());
            }
            Optional<String> missing = about.readiness().missing();
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new StackException(about.name() + " is not ready after "
                        + about.startWithin().toSeconds() + " s: " + missing.get() + ". " + logTail());
            }
            pause();
        }
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(about.log(), StandardCharsets.ISO_8859_1);
            List<String> last = lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size());
            return "The end of " + about.log() + ":\n  " + String.join("\n  ", last);
        } catch (IOException e) {
            return "See " + about.log() + ".";
        }
    }

    @Override
    public void stop() {
        Optional<ProcessHandle> process =
                records.read(about.name()).flatMap(ProcessRecord::process).or(this::stray);
        process.ifPresent(this::end);
        records.delete(about.name());
    }

    private void end(ProcessHandle process) {
        process.destroy();
        if (!gone(process, about.stopWithin())) {
            process.destroyForcibly();
            if (!gone(process, Duration.ofSeconds(10))) {
                throw new StackException(about.name() + " (process " + process.pid() + ") cannot be ended.");
            }
        }
    }

    private static boolean gone(ProcessHandle process, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (Liveness.runs(process)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    private int mainPort() {
        return about.ports().isEmpty() ? 0 : about.ports().get(0).number();
    }
}
