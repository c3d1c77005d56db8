package io.rowtrail.quickstart.stack;

import io.rowtrail.quickstart.process.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What the service shows the recompute worker: made once for a state directory, readable by its owner only. */
final class RecomputeToken {
    private static final int BYTES = 24;

    private RecomputeToken() {}

    /** The token of that directory, made now if it has none. */
    static String of(Path directory) {
        Path file = directory.resolve("token");
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[BYTES];
                new SecureRandom().nextBytes(random);
                write(file, HexFormat.of().formatHex(random));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StackException("Cannot keep the recompute worker's token in " + file + ": " + e.getMessage(), e);
        }
    }

    /** Writes a file that nobody else may read. */
    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
