package io.rowtrail.service.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.service.wire.EventTexts.Cut;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTextsTest {
    private static List<String> texts(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Cut cut = EventTexts.of(bytes);
        assertThat(cut).isInstanceOf(Cut.Texts.class);
        return ((Cut.Texts) cut)
                .slices().stream()
                        .map(slice ->
                                new String(bytes, slice.from(), slice.to() - slice.from(), StandardCharsets.UTF_8))
                        .toList();
    }

    @Test
    void cutsEachElementExactlyAsItWasSent() {
        assertThat(texts("[ {\"a\" : 1} ,{\"b\":[{},\"]\"]},\n7, \"x\\\"\u00e9y\" ,-1.5e3, null]"))
                .containsExactly("{\"a\" : 1}", "{\"b\":[{},\"]\"]}", "7", "\"x\\\"\u00e9y\"", "-1.5e3", "null");
        assertThat(texts("{\"x\":{\"events\":[1]},\"events\":[{\"a\":1}]}")).containsExactly("{\"a\":1}");
        assertThat(texts("[]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1", "[1]x", "7", "{\"events\":7}", "{}", "{\"events\":[1]", "null"})
    void refusesWhatHoldsNoArray(String text) {
        assertThat(EventTexts.of(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Cut.NoBatch.class);
    }
}
