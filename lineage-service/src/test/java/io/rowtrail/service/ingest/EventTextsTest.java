package io.rowtrail.service.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.service.http.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTextsTest {
    @Test
    void cutsEachElementExactlyAsItWasSent() {
        assertThat(EventTexts.of("[ {\"a\" : 1} ,{\"b\":[{},\"]\"]},\n7, \"x\\\"y\" ]"))
                .containsExactly("{\"a\" : 1}", "{\"b\":[{},\"]\"]}", "7", "\"x\\\"y\"");
        assertThat(EventTexts.of("{\"x\":{\"events\":[1]},\"events\":[{\"a\":1}]}"))
                .containsExactly("{\"a\":1}");
        assertThat(EventTexts.of("[]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1", "[1]x", "7", "{\"events\":7}", "{}", "{\"events\":[1]", "null"})
    void refusesWhatHoldsNoArray(String text) {
        assertThatThrownBy(() -> EventTexts.of(text)).isInstanceOf(ProblemException.class);
    }
}
