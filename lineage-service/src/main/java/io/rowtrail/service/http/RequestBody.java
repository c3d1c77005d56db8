package io.rowtrail.service.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a request's body: decompressed when it came as gzip, and never more than a bound of bytes. */
public final class RequestBody {
    private static final int PIECE = 64 * 1024;

    private RequestBody() {}

    /** What came. */
    @SuppressWarnings("ArrayRecordComponent")
    public sealed interface Received {
        /** All of it, decompressed. */
        record Whole(byte[] bytes) implements Received {}

        /**
         * More than the bound.
         *
         * @param head the bytes up to the bound
         * @param rest the bytes after them, not read yet
         */
        record TooLarge(byte[] head, InputStream rest) implements Received {}

        /**
         * Less than was promised, or no gzip.
         *
         * @param head the bytes that could be read
         */
        record Broken(byte[] head, String reason) implements Received {}
    }

    /**
     * The body's bytes after decompression.
     *
     * @param growth told of each piece before it is kept; may throw to say that there is no room for it
     * @throws ProblemException 415 for an encoding other than gzip and identity
     */
    public static Received receive(
            @Nullable InputStream body, @Nullable String contentEncoding, long limit, LongConsumer growth) {
        String encoding = contentEncoding == null ? "identity" : contentEncoding.toLowerCase(Locale.ROOT);
        boolean zipped = encoding.equals("gzip") || encoding.equals("x-gzip");
        if (!zipped && !encoding.equals("identity")) {
            throw Problem.unsupportedMedia("Content-Encoding", "content encodings read here: gzip, identity")
                    .exception();
        }
        if (body == null) {
            return new Received.Whole(new byte[0]);
        }
        List<byte[]> pieces = new ArrayList<>();
        try {
            InputStream in = zipped ? new GZIPInputStream(body, PIECE) : body;
            long size = 0;
            for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                size += piece.length;
                growth.accept(piece.length);
                pieces.add(piece);
                if (size > limit) {
                    return new Received.TooLarge(joined(pieces), in);
                }
            }
            return new Received.Whole(joined(pieces));
        } catch (IOException e) {
            String reason = zipped ? "is not a whole gzip stream" : "ended before its time";
            return new Received.Broken(joined(pieces), reason);
        }
    }

    /**
     * The bytes of a small body that needs no streaming.
     *
     * @throws ProblemException 413 beyond {@code limit} bytes, 415 for an encoding other than gzip and identity, 400 for a
     *     broken gzip stream or an empty body
     */
    public static byte[] read(byte @Nullable [] received, @Nullable String contentEncoding, long limit) {
        InputStream in = received == null ? null : new ByteArrayInputStream(received);
        return whole(receive(in, contentEncoding, limit, size -> {}), limit);
    }

    /** The bytes of a body as a whole. @throws ProblemException 413 or 400 when it is not there as a whole, or empty */
    public static byte[] whole(Received received, long limit) {
        if (received instanceof Received.Broken broken) {
            throw Problem.invalid("", broken.reason()).exception();
        }
        if (received instanceof Received.TooLarge) {
            throw Problem.tooLarge("", "the body is larger than " + limit + " bytes after decompression")
                    .exception();
        }
        byte[] bytes = ((Received.Whole) received).bytes();
        if (bytes.length == 0) {
            throw Problem.invalid("", "the request has no body").exception();
        }
        return bytes;
    }

    private static byte[] joined(List<byte[]> pieces) {
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        byte[] whole = new byte[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            byte[] piece = pieces.set(i, new byte[0]);
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }
}
