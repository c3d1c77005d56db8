package io.rowtrail.jdbc;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import org.jspecify.annotations.Nullable;

/**
 * A span processor for applications with spans inside their server spans: it hands down, in the attribute
 * {@code rowtrail.entry}, which span the work entered by, so that a message names that one and not the span that
 * happens to be open around the statement. Add it to the {@code SdkTracerProvider}.
 */
public final class EntrySpans implements SpanProcessor {
    private static final AttributeKey<String> ENTRY = AttributeKey.stringKey("rowtrail.entry");
    private static final int SPAN_ID_LENGTH = 16;

    /** The span the work entered by, and who made its trace id. */
    record Entry(SpanId span, Origin origin) {}

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
        Span parent = Span.fromContext(parentContext);
        Entry entry = parent.getSpanContext().isRemote() || !(parent instanceof ReadableSpan local) ? null : of(local);
        if (entry == null) {
            entry = atEdge(span);
        }
        span.setAttribute(ENTRY, entry.span().hex() + " " + entry.origin().wire());
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }

    /** By which span the work of {@code span} entered; itself where no processor has noted another. */
    static Entry entryOf(ReadableSpan span) {
        Entry noted = of(span);
        return noted == null ? atEdge(span) : noted;
    }

    private static @Nullable Entry of(ReadableSpan span) {
        String noted = span.getAttribute(ENTRY);
        return noted == null || noted.length() <= SPAN_ID_LENGTH
                ? null
                : new Entry(
                        new SpanId(noted.substring(0, SPAN_ID_LENGTH)),
                        Origin.parse(noted.substring(SPAN_ID_LENGTH + 1)));
    }

    private static Entry atEdge(ReadableSpan span) {
        SpanContext parent = span.getParentSpanContext();
        Origin origin = !parent.isValid() ? Origin.ORIGINATED : parent.isRemote() ? Origin.ASSERTED : Origin.UNSTATED;
        return new Entry(new SpanId(span.getSpanContext().getSpanId()), origin);
    }
}
