package io.rowtrail.shop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void readsWhatIsRight() throws Exception {
        Input input =
                input("{\"id\":0,\"n\":3,\"amount\":\"1.2500\",\"exact\":0.1,\"on\":\"1997-12-31\",\"text\":\" a \"}");

        assertThat(input.id("id")).isZero();
        assertThat(input.count("n")).isEqualTo(3);
        assertThat(input.amount("amount")).isEqualByComparingTo("1.25");
        assertThat(input.amount("exact")).isEqualTo(new BigDecimal("0.1"));
        assertThat(input.date("on")).isEqualTo(LocalDate.of(1997, 12, 31));
        assertThat(input.text("text")).isEqualTo("a");
        input.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"1\"", "null", "true", "9223372036854775808", "[]"})
    void refusesWhatIsNoId(String value) throws Exception {
        Input input = input("{\"id\":" + value + "}");
        input.id("id");

        assertFault(input, "/id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "0.00001", "100000000", "\"1e99999999\"", "\"\"", "\"NaN\"", "null", "{}"})
    void refusesWhatIsNoAmount(String value) throws Exception {
        Input input = input("{\"amount\":" + value + "}");
        input.amount("amount");

        assertFault(input, "/amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1997-02-29\"", "\"31.12.1997\"", "19971231", "\"+999999999-01-01\"", "\"0001-01-01\""})
    void refusesWhatIsNoDate(String value) throws Exception {
        Input input = input("{\"on\":" + value + "}");
        input.date("on");

        assertFault(input, "/on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\" \"", "7", "\"a\\u0000b\""})
    void refusesWhatIsNoText(String value) throws Exception {
        Input input = input("{\"text\":" + value + "}");
        input.text("text");

        assertFault(input, "/text");
    }

    @Test
    void namesAllFaultsAtOnceAndTheOnesInsideByTheirPlace() throws Exception {
        Input input = input("{\"items\":[{\"n\":1},7,{\"n\":0}],\"a/b\":1}");
        input.items("items", 5).forEach(item -> item.count("n"));
        input.text("missing");

        Problem problem = catchThrowableOfType(Problem.class, input::check);

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.errors())
                .extracting(FieldError::pointer)
                .containsExactly("/items/1", "/items/2/n", "/missing", "/a~1b");
    }

    @Test
    void refusesABodyThatIsNoObject() {
        assertThatThrownBy(() -> input("[1]")).isInstanceOf(Problem.class).hasMessageContaining("JSON object");
    }

    private static void assertFault(Input input, String pointer) {
        Problem problem = catchThrowableOfType(Problem.class, input::check);
        assertThat(problem.errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }

    private static Input input(String json) throws Exception {
        return new Input(JSON.readTree(json));
    }
}
