package io.rowtrail.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {
    private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void readsTheExampleOfTheSpecification() {
        Traceparent read = ((Traceparent.Parsed.Valid) Traceparent.parse(GOOD)).traceparent();
        assertThat(read.traceId().hex()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(read.parentId().hex()).isEqualTo("00f067aa0ba902b7");
        assertThat(read.sampled()).isTrue();
        assertThat(read.format()).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-brings",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-09"
            })
    void readsHigherVersionsAndUnknownFlags(String text) {
        assertThat(Traceparent.parse(text)).isInstanceOf(Traceparent.Parsed.Valid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1x",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01"
            })
    void refusesWhatTheSpecificationCallsInvalid(String text) {
        assertThat(Traceparent.parse(text)).isInstanceOf(Traceparent.Parsed.Invalid.class);
    }

    @Test
    void cutsTheOriginOffAMessage() {
        TraceBinding.Parsed read = TraceBinding.parse(GOOD + ";origin=asserted");
        assertThat(read).isInstanceOfSatisfying(TraceBinding.Parsed.Valid.class, valid -> {
            assertThat(valid.binding().origin()).isEqualTo(Origin.ASSERTED);
            assertThat(valid.binding().format()).isEqualTo(GOOD + ";o=a");
        });
        assertThat(TraceBinding.parse(GOOD)).isInstanceOfSatisfying(TraceBinding.Parsed.Valid.class, valid -> {
            assertThat(valid.binding().origin()).isEqualTo(Origin.UNSTATED);
            assertThat(valid.binding().format()).isEqualTo(GOOD);
        });
        assertThat(TraceBinding.parse(GOOD + ";source=comment;origin=originated"))
                .isInstanceOfSatisfying(TraceBinding.Parsed.Valid.class, valid -> {
                    assertThat(valid.source()).isEqualTo(TagSource.COMMENT);
                    assertThat(valid.binding().origin()).isEqualTo(Origin.ORIGINATED);
                });
        for (Origin origin : Origin.values()) {
            TraceBinding binding = ((TraceBinding.Parsed.Valid) read).binding();
            TraceBinding other = new TraceBinding(binding.traceparent(), origin);
            assertThat(TraceBinding.parse(other.format()))
                    .isEqualTo(new TraceBinding.Parsed.Valid(other, TagSource.MESSAGE));
            assertThat(other.format()).hasSizeLessThanOrEqualTo(61); // 120 bytes of log, which are a multiple of 8
        }
        assertThat(TraceBinding.parse("nonsense;origin=asserted")).isInstanceOf(TraceBinding.Parsed.Invalid.class);
    }

    @Test
    void readsAUuidAsATraceId() {
        assertThat(TraceId.parse(" 4BF92F35-77b3-4da6-a3ce-929d0e0e4736 ").hex())
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThatThrownBy(() -> TraceId.parse("4bf9")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordersOrdinalsByIncarnationThenCounter() {
        ChangeOrdinal last = ChangeOrdinal.of(1, ChangeOrdinal.MAX_COUNTER);
        ChangeOrdinal first = ChangeOrdinal.of(2, 0);
        assertThat(last).isLessThan(first);
        assertThat(ChangeOrdinal.parse(last.toString())).isEqualTo(last);
        assertThat(first.next()).isEqualTo(ChangeOrdinal.of(2, 1));
        assertThat(ChangeOrdinal.of(ChangeOrdinal.MAX_INCARNATION, ChangeOrdinal.MAX_COUNTER)
                        .value())
                .isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(last::next).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChangeOrdinal.parse("-1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChangeOrdinal.parse("99999999999999999999"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesEveryTagSourceOnTheWire() {
        for (TagSource source : TagSource.values()) {
            assertThat(TagSource.parse(source.wire())).isEqualTo(source);
        }
        assertThatThrownBy(() -> TagSource.parse("MESSAGE")).isInstanceOf(IllegalArgumentException.class);
    }
}
