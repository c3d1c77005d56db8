package io.rowtrail.verifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Verifies evidence packs. */
public final class Verifier {
    private Verifier() {}

    /**
     * Checks every claim of the pack in {@code pack}. A pack that does not hold is an answer, not an error.
     *
     * @throws IOException if the file cannot be read
     */
    public static Report verify(Path pack, Trust trust) throws IOException {
        try (FileChannel file = FileChannel.open(pack, StandardOpenOption.READ)) {
            return new PackCheck(Source.of(file), trust).run();
        }
    }

    /** Checks every claim of the pack that consists of these bytes. */
    public static Report verify(byte[] pack, Trust trust) {
        try {
            return new PackCheck(Source.of(pack), trust).run();
        } catch (IOException e) {
            throw new UncheckedIOException("reading memory does not fail", e);
        }
    }
}
