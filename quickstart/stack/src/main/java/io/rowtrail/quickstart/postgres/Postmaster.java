package io.rowtrail.quickstart.postgres;

import io.rowtrail.quickstart.process.Liveness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} of a data directory says.
 *
 * @param pid process id of the server
 * @param port port it listens on
 */
record Postmaster(long pid, int port) {
    private static final String FILE = "postmaster.pid";

    /** The server that runs on that data directory; empty when none does, also when the file is a leftover. */
    static Optional<Postmaster> of(Path data) {
        return read(data).filter(master -> master.isPostgres(data));
    }

    /**
     * Takes away a leftover file whose pid now belongs to somebody else: PostgreSQL would take that one for a second
     * server and refuse to start.
     */
    static void clear(Path data) throws IOException {
        if (of(data).isEmpty()) {
            Files.deleteIfExists(data.resolve(FILE));
        }
    }

    private static Optional<Postmaster> read(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve(FILE));
            return lines.size() < 4
                    ? Optional.empty()
                    : Optional.of(new Postmaster(
                            Long.parseLong(lines.get(0).strip()),
                            Integer.parseInt(lines.get(3).strip())));
        } catch (IOException | NumberFormatException noneOrHalfWritten) {
            return Optional.empty();
        }
    }

    private boolean isPostgres(Path data) {
        return ProcessHandle.of(pid)
                .filter(Liveness::runs)
                .flatMap(process -> process.info().commandLine())
                .filter(line -> line.contains("postgres") && line.contains(data.toString()))
                .isPresent();
    }
}
