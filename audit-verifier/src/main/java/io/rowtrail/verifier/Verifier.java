package io.rowtrail.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Verifies evidence packs. */
public final class Verifier {
    private Verifier() {}

    /**
     * Checks every claim of the pack in {@code pack}. A pack that does not hold is an answer, not an error.
     *
     * @throws IOException if the file cannot be read
     */
    public static Report verify(Path pack, Trust trust) throws IOException {
        return verify(Files.readAllBytes(pack), trust);
    }

    /** Checks every claim of the pack that consists of these bytes. */
    public static Report verify(byte[] pack, Trust trust) {
        return new PackCheck(pack, trust).run();
    }
}
