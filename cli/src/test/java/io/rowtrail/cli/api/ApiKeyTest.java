package io.rowtrail.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ApiKeyTest {
    @Test
    void isNotShownByAccident() {
        assertThat(ApiKey.of("rt_secret")).hasToString("ApiKey[hidden]");
    }

    @Test
    void refusesWhatWouldBreakTheHeaderWithoutRepeatingIt() {
        assertThatThrownBy(() -> ApiKey.of("rt_secret\r\nHost: evil")).hasMessageNotContaining("secret");
    }
}
