package io.rowtrail.audit.seal;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is encrypted beside a leaf, version 1: {@code 0x01 | seed (32) | words (4) | {kind, word: length (4), UTF-8} |
 * stored body to the end}, integers big-endian.
 *
 * @param seed what the entry's salts are derived from
 * @param words the search words in slot order
 * @param stored the masked body
 */
record PayloadForm(Bytes seed, List<SearchWord> words, Bytes stored) {
    private static final int VERSION = 1;
    static final int SEED = 32;

    PayloadForm {
        words = List.copyOf(words);
    }

    Payload payload() {
        return new Payload(stored, seed);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(stored.length() + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.write(seed.toByteArray());
            out.writeInt(words.size());
            for (SearchWord word : words) {
                text(out, word.kind());
                text(out, word.word());
            }
            out.write(stored.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if these are not the bytes of a payload */
    static PayloadForm decode(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("unknown payload version");
            }
            Bytes seed = Bytes.of(in.readNBytes(SEED));
            int count = in.readInt();
            List<SearchWord> words = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                words.add(new SearchWord(text(in), text(in)));
            }
            return new PayloadForm(seed, words, Bytes.of(in.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalArgumentException("a payload ends too early", e);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("a payload ends too early");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
