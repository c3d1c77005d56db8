package io.rowtrail.service.quarantine;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a kept refusal is called: the first half of its token in hex. A number would tell how many others were refused, of
 * whom the asker may not know.
 */
record ItemName(String text) {
    private static final int BYTES = 16;
    private static final int TOKEN_BYTES = 32;

    /** That of a token of 32 bytes. */
    static ItemName of(byte[] token) {
        return new ItemName(HexFormat.of().formatHex(token, 0, BYTES));
    }

    /** Empty when a text is no such name. */
    static Optional<ItemName> parse(String text) {
        return text.matches("[0-9a-f]{" + 2 * BYTES + "}") ? Optional.of(new ItemName(text)) : Optional.empty();
    }

    /** The least of the tokens so called. */
    Buffer first() {
        return Buffer.buffer(filled((byte) 0));
    }

    /** The greatest of the tokens so called. */
    Buffer last() {
        return Buffer.buffer(filled((byte) 0xff));
    }

    private byte[] filled(byte rest) {
        byte[] token = new byte[TOKEN_BYTES];
        Arrays.fill(token, rest);
        System.arraycopy(HexFormat.of().parseHex(text), 0, token, 0, BYTES);
        return token;
    }

    @Override
    public String toString() {
        return text;
    }
}
