package io.rowtrail.verifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Verifies evidence packs and proofs of rows, which begin with a brace. */
public final class Verifier {
    /** A proof of a row is bounded by the log: no leaf, tag set or row comes near. */
    private static final int LARGEST_PROOF = 64 << 20;

    private Verifier() {}

    /**
     * Checks every claim of the pack or proof in {@code pack}. A pack that does not hold is an answer, not an error.
     *
     * @throws IOException if the file cannot be read
     */
    public static Report verify(Path pack, Trust trust) throws IOException {
        try (FileChannel file = FileChannel.open(pack, StandardOpenOption.READ)) {
            Source source = Source.of(file);
            if (isProof(source)) {
                return new RowProofCheck(source.from(0).readNBytes(LARGEST_PROOF), trust).run();
            }
            return new PackCheck(source, trust).run();
        }
    }

    private static boolean isProof(Source source) throws IOException {
        return source.size() > 0 && source.from(0).read() == '{';
    }

    /** Checks every claim of the pack or proof that consists of these bytes. */
    public static Report verify(byte[] pack, Trust trust) {
        try {
            if (isProof(Source.of(pack))) {
                return new RowProofCheck(pack, trust).run();
            }
            return new PackCheck(Source.of(pack), trust).run();
        } catch (IOException e) {
            throw new UncheckedIOException("reading memory does not fail", e);
        }
    }
}
