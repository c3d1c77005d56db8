package io.rowtrail.audit.seal;

import io.rowtrail.audit.Bytes;
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
 * What is encrypted beside a leaf, version 1: {@code 0x01 | words (4) | {kind, word: length (4), UTF-8} | stored body to
 * the end}, integers big-endian.
 *
 * @param words the search words in slot order
 * @param stored the masked body
 */
record PayloadForm(List<SearchWord> words, Bytes stored) {
    private static final int VERSION = 1;

    PayloadForm {
        words = List.copyOf(words);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(stored.length() + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
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
            int count = in.readInt();
            List<SearchWord> words = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                words.add(new SearchWord(text(in), text(in)));
            }
            return new PayloadForm(words, Bytes.of(in.readAllBytes()));
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
