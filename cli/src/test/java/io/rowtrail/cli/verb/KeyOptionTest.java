package io.rowtrail.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.cli.outcome.CommandFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyOptionTest {
    @Test
    void readsColumnsWithTheirValues() {
        assertThat(KeyOption.parse(List.of("month=1997-01", "family=Food", "note=a=b", "empty=")))
                .hasToString("{\"month\":\"1997-01\",\"family\":\"Food\",\"note\":\"a=b\",\"empty\":\"\"}");
    }

    @Test
    void takesAJsonObjectAsItIs() {
        assertThat(KeyOption.parse(List.of("{\"sale_id\": 1, \"line_no\": 12345678901234567890}")))
                .hasToString("{\"sale_id\":1,\"line_no\":12345678901234567890}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"month", "=x", "{}", "{\"a\":1} trailing", "{\"a\":1,\"a\":2}", "{"})
    void refusesWhatIsNoKey(String word) {
        assertThatThrownBy(() -> KeyOption.parse(List.of(word))).isInstanceOf(CommandFailure.class);
    }

    @Test
    void refusesAColumnNamedTwice() {
        assertThatThrownBy(() -> KeyOption.parse(List.of("a=1", "a=2"))).hasMessageContaining("twice");
    }
}
