package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.TraceBinding;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracesTest {
    private static final SpanContext CALLER = SpanContext.createFromRemoteParent(
            "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());

    private final Tracer tracer = SdkTracerProvider.builder().build().get("test");
    private final TraceSource traces = TraceSource.openTelemetry();

    @Test
    void noSpanIsNoTrace() {
        assertThat(traces.current()).isEmpty();
    }

    @Test
    void aRootSpanIsOriginatedHere() {
        Span root = tracer.spanBuilder("request").setNoParent().startSpan();

        assertThat(within(root)).isEqualTo(new Named(root, Origin.ORIGINATED));
    }

    @Test
    void aSpanUnderARemoteParentIsAssertedByTheCaller() {
        Span server = tracer.spanBuilder("request")
                .setParent(Context.root().with(Span.wrap(CALLER)))
                .startSpan();

        assertThat(within(server)).isEqualTo(new Named(server, Origin.ASSERTED));
        assertThat(server.getSpanContext().getTraceId()).isEqualTo(CALLER.getTraceId());
    }

    @Test
    void aSpanInsideIsNamedItselfAndDoesNotSay() {
        Span server = tracer.spanBuilder("request").setNoParent().startSpan();
        Span inner = tracer.spanBuilder("inner")
                .setParent(Context.root().with(server))
                .startSpan();

        assertThat(within(inner)).isEqualTo(new Named(inner, Origin.UNSTATED));
    }

    @Test
    void withEntrySpansTheServerSpanIsNamedHoweverDeep() {
        Tracer noting = SdkTracerProvider.builder()
                .addSpanProcessor(new EntrySpans())
                .build()
                .get("test");
        Span server = noting.spanBuilder("request")
                .setParent(Context.root().with(Span.wrap(CALLER)))
                .startSpan();
        Span inner = noting.spanBuilder("inner")
                .setParent(Context.root().with(server))
                .startSpan();
        Span innermost = noting.spanBuilder("innermost")
                .setParent(Context.root().with(inner))
                .startSpan();

        assertThat(within(innermost)).isEqualTo(new Named(server, Origin.ASSERTED));
        assertThat(within(server)).isEqualTo(new Named(server, Origin.ASSERTED));
    }

    @Test
    void aSpanKnownByItsIdsOnlyDoesNotSay() {
        Span propagated = Span.wrap(CALLER);

        assertThat(within(propagated)).isEqualTo(new Named(propagated, Origin.UNSTATED));
    }

    @Test
    void anUnsampledTraceIsATraceToo() {
        Span unsampled = Span.wrap(SpanContext.create(
                CALLER.getTraceId(), CALLER.getSpanId(), TraceFlags.getDefault(), TraceState.getDefault()));

        try (Scope scope = unsampled.makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(traces.current())
                    .extracting(TraceBinding::format)
                    .containsExactly("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");
        }
    }

    @Test
    void withoutOpenTelemetryOnTheClassPathThereIsNoTraceAndNoError() throws Exception {
        Class<?> source = new WithoutOpenTelemetry().loadClass(TraceSource.class.getName());
        Object traces = source.getMethod("openTelemetry").invoke(null);

        assertThat(source.getMethod("current").invoke(traces)).isEqualTo(List.of());
    }

    private record Named(String trace, String span, Origin origin) {
        Named(Span span, Origin origin) {
            this(span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId(), origin);
        }
    }

    private Named within(Span span) {
        try (Scope scope = span.makeCurrent()) {
            assertThat(scope).isNotNull();
            TraceBinding only = traces.current().get(0);
            return new Named(
                    only.traceparent().traceId().hex(),
                    only.traceparent().parentId().hex(),
                    only.origin());
        }
    }

    /** Defines this module's classes anew, in a world without OpenTelemetry. */
    private static final class WithoutOpenTelemetry extends ClassLoader {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.opentelemetry.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.rowtrail.jdbc.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
