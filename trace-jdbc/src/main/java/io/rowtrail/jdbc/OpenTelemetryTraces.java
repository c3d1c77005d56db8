package io.rowtrail.jdbc;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TraceBinding;
import io.rowtrail.trace.TraceId;
import io.rowtrail.trace.Traceparent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trace of OpenTelemetry's current span. Loaded only where its API is on the class path. */
final class OpenTelemetryTraces implements TraceSource {
    private static final String API = "io.opentelemetry.api.trace.Span";
    private static final String SDK = "io.opentelemetry.sdk.trace.ReadableSpan";

    private final boolean sdk = present(SDK);

    static boolean available() {
        return present(API);
    }

    @Override
    public List<TraceBinding> current() {
        Span span = Span.current();
        SpanContext context = span.getSpanContext();
        if (!context.isValid()) {
            return List.of();
        }
        TraceId trace = new TraceId(context.getTraceId());
        int flags = context.getTraceFlags().asByte() & 0xff;
        TraceBinding entry = sdk ? SdkSpan.entry(span, trace, flags) : null;
        return List.of(
                entry == null
                        ? new TraceBinding(
                                new Traceparent(trace, new SpanId(context.getSpanId()), flags), Origin.UNSTATED)
                        : entry);
    }

    private static boolean present(String className) {
        try {
            Class.forName(className, false, OpenTelemetryTraces.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    /** Apart, so that an application with the API alone never loads it. */
    private static final class SdkSpan {
        static @Nullable TraceBinding entry(Span span, TraceId trace, int flags) {
            if (!(span instanceof ReadableSpan readable)) {
                return null;
            }
            EntrySpans.Entry entry = EntrySpans.entryOf(readable);
            return new TraceBinding(new Traceparent(trace, entry.span(), flags), entry.origin());
        }
    }
}
