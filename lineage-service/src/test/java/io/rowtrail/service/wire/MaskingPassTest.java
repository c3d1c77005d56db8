package io.rowtrail.service.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.service.wire.MaskingPass.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingPassTest {
    private static Outcome over(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return MaskingPass.over(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1e99999999999} | /a | is a number beyond all measure",
                "{'a':[0,-1.5E-1000000000]} | /a/1 | is a number beyond all measure",
                "{'a':1} 2 | '' | is followed by something else",
                "' ' | '' | is empty"
            })
    void saysWhereATextIsNoJson(String text, String pointer, String reason) {
        assertThat(over(text.replace('\'', '"'))).isEqualTo(new Outcome.NoJson(pointer, reason));
    }

    @Test
    void pointsAtWhereJsonEnds() {
        Outcome.NoJson no = (Outcome.NoJson) over("{\"a\":{\"b\":[1,}}");
        assertThat(no.pointer()).startsWith("/a/b");
        assertThat(no.reason()).startsWith("is not JSON from line 1, column 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1e999999999}", "{\"a\":-1e-999999999}", "{\"a\":1E+5}", "0.1", "[]"})
    void takesWhatAReaderCanTake(String text) {
        assertThat(over(text)).isInstanceOf(Outcome.Json.class);
    }

    @Test
    void refusesBytesThatAreNoUtf8() {
        byte[] bytes = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
        assertThat(MaskingPass.over(bytes, 0, bytes.length)).isEqualTo(new Outcome.NoJson("", "is not UTF-8"));
    }

    @Test
    void refusesATextOfNothingButNewNames() {
        StringBuilder text = new StringBuilder("{\"n\":1");
        for (int i = 0; i < 700_000; i++) {
            text.append(",\"n").append(i).append("\":1");
        }
        assertThat(over(text.append('}').toString())).isInstanceOf(Outcome.NoJson.class);
    }

    @Test
    void findsTheTraceOfTheRunAndNoOther() {
        Outcome outcome = over("{\"traceId\":\"x\",\"run\":{\"facets\":{\"rowtrail_trace\":"
                + "{\"traceId\":\"t\",\"deeper\":{\"traceId\":\"y\"},\"traceparent\":\"p\"}}}}");
        MaskedText masked = ((Outcome.Json) outcome).text();
        assertThat(masked.traceId()).isEqualTo("t");
        assertThat(masked.traceparent()).isEqualTo("p");
    }
}
