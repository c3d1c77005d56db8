package io.rowtrail.service.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a request's body: decompressed when it came as gzip, and never more than a bound of bytes. */
public final class RequestBody {
    private RequestBody() {}

    /**
     * The body's bytes after decompression.
     *
     * @throws ProblemException 413 beyond {@code limit} bytes, 415 for an encoding other than gzip and identity, 400 for a
     *     broken gzip stream or an empty body
     */
    public static byte[] read(byte @Nullable [] received, @Nullable String contentEncoding, long limit) {
        if (received == null || received.length == 0) {
            throw Problem.invalid("", "the request has no body").exception();
        }
        String encoding = contentEncoding == null ? "identity" : contentEncoding.toLowerCase(Locale.ROOT);
        if (encoding.equals("identity")) {
            if (received.length > limit) {
                throw tooLarge(limit);
            }
            return received;
        }
        if (!encoding.equals("gzip") && !encoding.equals("x-gzip")) {
            throw Problem.unsupportedMedia("content encodings read here: gzip, identity")
                    .exception();
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(received))) {
            return bounded(in, limit);
        } catch (IOException e) {
            throw Problem.invalid("", "the body is not a whole gzip stream").exception();
        }
    }

    private static byte[] bounded(InputStream in, long limit) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (out.size() + (long) n > limit) {
                throw tooLarge(limit);
            }
            out.write(buffer, 0, n);
        }
        return out.toByteArray();
    }

    private static ProblemException tooLarge(long limit) {
        return Problem.tooLarge("the body is larger than " + limit + " bytes after decompression")
                .exception();
    }
}
