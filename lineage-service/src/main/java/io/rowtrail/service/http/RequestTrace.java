package io.rowtrail.service.http;

import io.rowtrail.trace.Traceparent;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The trace id of the request being answered: the caller's, when it sent a valid {@code traceparent}, else a new one. */
public final class RequestTrace {
    private static final String KEY = RequestTrace.class.getName();
    private static final SecureRandom RANDOM = new SecureRandom();

    private RequestTrace() {}

    /** The trace id, 32 lower-case hex digits; the same for every call within one request. */
    public static String idOf(RoutingContext context) {
        String known = context.get(KEY);
        if (known != null) {
            return known;
        }
        String header = context.request().getHeader("traceparent");
        String id = header == null ? fresh() : fromHeader(header);
        context.put(KEY, id);
        return id;
    }

    private static String fromHeader(String header) {
        Traceparent.Parsed parsed = Traceparent.parse(header);
        return parsed instanceof Traceparent.Parsed.Valid valid
                ? valid.traceparent().traceId().hex()
                : fresh();
    }

    private static String fresh() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
