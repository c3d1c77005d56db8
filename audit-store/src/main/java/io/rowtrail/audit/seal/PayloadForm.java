package io.rowtrail.audit.seal;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Submission;
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
 * What is encrypted beside a leaf, version 3: {@code 0x03 | words (4) | {kind, word: length (4), UTF-8} | stored body}, the
 * body to the end and deflated, integers big-endian. Its dictionary is the entry's facts and behind them {@link BodyWords}.
 * Version 2 had the facts alone as dictionary, version 1 held the body as it is.
 *
 * @param words the search words in slot order
 * @param stored the masked body
 */
record PayloadForm(List<SearchWord> words, Bytes stored) {
    private static final int PLAIN = 1;
    private static final int BY_FACTS = 2;
    private static final int BY_FACTS_AND_WORDS = 3;

    PayloadForm {
        words = List.copyOf(words);
    }

    byte[] encode(Bytes facts) {
        byte[] body = Deflation.deflate(stored, BodyWords.behind(facts));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(BY_FACTS_AND_WORDS);
            out.writeInt(words.size());
            for (SearchWord word : words) {
                text(out, word.kind());
                text(out, word.word());
            }
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if these are not the bytes of a payload of the entry with those facts */
    static PayloadForm decode(byte[] encoded, Bytes facts) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            int version = in.readByte();
            if (version < PLAIN || version > BY_FACTS_AND_WORDS) {
                throw new IllegalArgumentException("unknown payload version");
            }
            int count = in.readInt();
            List<SearchWord> words = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                words.add(new SearchWord(text(in), text(in)));
            }
            byte[] body = in.readAllBytes();
            return new PayloadForm(words, version == PLAIN ? Bytes.of(body) : inflate(version, body, facts));
        } catch (IOException e) {
            throw new IllegalArgumentException("a payload ends too early", e);
        }
    }

    private static Bytes inflate(int version, byte[] body, Bytes facts) {
        Bytes dictionary = version == BY_FACTS ? facts : BodyWords.behind(facts);
        return Deflation.inflate(body, dictionary, Submission.MAX_STORED);
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
