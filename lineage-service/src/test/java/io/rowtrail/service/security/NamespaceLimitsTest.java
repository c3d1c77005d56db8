package io.rowtrail.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceLimitsTest {
    @Test
    void allowsNamesAndBeginningsOfNames() {
        NamespaceLimits limits = new NamespaceLimits(List.of("iceberg://lake", "team-a*"));
        assertThat(limits.allows("iceberg://lake")).isTrue();
        assertThat(limits.allows("iceberg://lake2")).isFalse();
        assertThat(limits.allows("team-a")).isTrue();
        assertThat(limits.allows("team-a/x")).isTrue();
        assertThat(limits.allows("TEAM-A")).isFalse();
        assertThat(limits.isAll()).isFalse();
    }

    @Test
    void allowsAllOrNothing() {
        assertThat(NamespaceLimits.ALL.isAll()).isTrue();
        assertThat(NamespaceLimits.ALL.allows("anything")).isTrue();
        assertThat(new NamespaceLimits(List.of()).allows("anything")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a*b", "**", "*a", "a\nb"})
    void refusesPatternsThatCouldBeMisunderstood(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> new NamespaceLimits(List.of(pattern)));
    }
}
