package io.rowtrail.quickstart.stack;

import io.rowtrail.quickstart.process.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The directory that holds all state of a local stack.
 *
 * @param root absolute and normalised
 */
public record StateDirectory(Path root) {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long NEEDED = 512 * MEBIBYTE;
    private static final long COMFORTABLE = 3 * 1024 * MEBIBYTE;

    public StateDirectory {
        root = root.toAbsolutePath().normalize();
    }

    public Path postgres() {
        return root.resolve("pg");
    }

    public Path neo4j() {
        return root.resolve("neo4j");
    }

    public Path lake() {
        return root.resolve("lake");
    }

    public Path capture() {
        return root.resolve("capture");
    }

    public Path service() {
        return root.resolve("service");
    }

    /** Where Spark jobs keep events that they could not deliver yet. */
    public Path spool() {
        return root.resolve("spool");
    }

    public Path shop() {
        return root.resolve("shop");
    }

    /** The recompute worker's settings and token. */
    public Path recompute() {
        return root.resolve("recompute");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path run() {
        return root.resolve("run");
    }

    /** Deletes all state of a stopped stack, but for the unpacked programs; files of others are left alone. */
    public void forget() throws IOException {
        for (Path part : List.of(
                postgres().resolve("data"),
                neo4j(),
                lake(),
                capture(),
                service(),
                spool(),
                shop(),
                recompute(),
                root.resolve("jobs"),
                logs())) {
            delete(part);
        }
        Files.createDirectories(logs());
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> files;
        try (var walk = Files.walk(tree)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /**
     * Makes the directory usable or says why it is not.
     *
     * @return a warning to show, empty when there is none
     */
    public String prepare() {
        try {
            Files.createDirectories(run());
            Files.createDirectories(logs());
            Path probe = Files.createTempFile(root, "write", ".probe");
            Files.delete(probe);
            long free = Files.getFileStore(root).getUsableSpace();
            if (free < NEEDED) {
                throw new StackException("Only " + free / MEBIBYTE + " MiB are free where " + root
                        + " is; the stack needs " + NEEDED / MEBIBYTE + " MiB at the least.");
            }
            return free < COMFORTABLE ? "Only " + free / MEBIBYTE + " MiB are free on the disk of " + root + "." : "";
        } catch (IOException e) {
            throw new StackException(
                    "Cannot write in " + root + " (" + e.getMessage()
                            + ").\nMake it writable, or choose another place with --state or ROWTRAIL_STATE.",
                    e);
        }
    }
}
