package io.rowtrail.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobsMainTest {
    @Test
    void knowsItsJobsAndVersions() {
        assertThat(JobsMain.parse(List.of("silver")).statements()).hasSize(2);
        assertThat(JobsMain.parse(List.of("gold")).version()).isEqualTo(1);
        assertThat(JobsMain.parse(List.of("gold", "--version", "2")).version()).isEqualTo(2);
        assertThat(JobsMain.parse(List.of("sceptic", "--loads", "4,7")).statements())
                .contains("SET shop.through = 4", "SET shop.through = 7");
    }

    @Test
    void refusesEverythingElse() {
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("bronze"),
                List.of("gold", "--version"),
                List.of("sceptic"),
                List.of("sceptic", "--loads", "4,"),
                List.of("silver", "--version", "1"))) {
            assertThatThrownBy(() -> JobsMain.parse(wrong)).hasMessageContaining("usage");
        }
        assertThatThrownBy(() -> JobsMain.parse(List.of("gold", "--version", "3")))
                .hasMessageContaining("versions 1 and 2");
    }

    @Test
    void theSecondVersionDiffersInTheMistakeOnly() {
        String first = String.join(";", JobScript.gold(1).statements());
        String second = String.join(";", JobScript.gold(2).statements());
        assertThat(first).contains("unit_price").doesNotContain("unit_cost");
        assertThat(withoutFirstLine(second).replace("unit_cost", "unit_price")).isEqualTo(withoutFirstLine(first));
    }

    private static String withoutFirstLine(String text) {
        return text.substring(text.indexOf('\n'));
    }
}
