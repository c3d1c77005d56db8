package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of a question to the worker, by which its answer is known again.
 *
 * @param hex lower case
 */
record QuestionHash(String hex) {
    static QuestionHash of(String path, ObjectNode question) {
        try {
            byte[] text = (path + "\n" + question).getBytes(StandardCharsets.UTF_8);
            return new QuestionHash(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Buffer buffer() {
        return Buffer.buffer(HexFormat.of().parseHex(hex));
    }
}
