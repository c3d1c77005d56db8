package io.rowtrail.quickstart.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Starts a Java program under a mark in its command line, by which it is found even if it was never recorded. */
final class Launch {
    private static final String MARK = "-Drowtrail.part=";

    private final String name;
    private final RunRecords records;
    private final String mark;

    Launch(String name, RunRecords records) {
        this.name = name;
        this.records = records;
        this.mark = MARK + name + "@" + records.directory();
    }

    Process start(JavaCommand command, Path directory, Path log) {
        try {
            Files.createDirectories(directory);
            Files.createDirectories(log.toAbsolutePath().getParent());
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return command.builder(mark)
                    .directory(directory.toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    ProcessRecord keep(ProcessHandle handle, int port, String version, Path data) {
        Instant started = handle.info().startInstant().orElseGet(Instant::now);
        ProcessRecord entry = new ProcessRecord(name, handle.pid(), started, port, version, data.toString());
        records.write(entry);
        return entry;
    }

    /** A process of this name that a launcher started and was killed before it could record it. */
    Optional<ProcessHandle> stray() {
        return marked(mark + " ").stream().findFirst();
    }

    /** Every process that any launcher started for the stack of these records. */
    static List<ProcessHandle> allOf(RunRecords records) {
        return marked("@" + records.directory() + " ");
    }

    private static List<ProcessHandle> marked(String text) {
        try (var all = ProcessHandle.allProcesses()) {
            return all.filter(Liveness::runs)
                    .filter(handle -> handle.info()
                            .commandLine()
                            .map(line -> line.contains(MARK) && line.contains(text))
                            .orElse(false))
                    .toList();
        }
    }
}
