package io.rowtrail.audit.seal;

import io.rowtrail.audit.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What bodies say again and again and facts leave out: the addresses of schemas, names of members. Public words, so that a
 * body leans on nothing that can be erased. The file never changes: another one is another version of the payload.
 */
final class BodyWords {
    private static final byte[] WORDS = read();

    private BodyWords() {}

    /** A dictionary of {@code facts} and the words, these last, where they are cheapest to point at. */
    static Bytes behind(Bytes facts) {
        return facts.concat(WORDS);
    }

    private static byte[] read() {
        try (InputStream in = BodyWords.class.getResourceAsStream("body-words-1.txt")) {
            if (in == null) {
                throw new IllegalStateException("body-words-1.txt is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
