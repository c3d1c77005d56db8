package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.cli.text.Ink;
import io.rowtrail.cli.text.Width;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static Run run(String... args) {
        return Run.of(Map.of("ROWTRAIL_API_KEY", "rt_secret"), Width.uncut(), Ink.NONE, args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trace",
                "rows",
                "absence",
                "whatif",
                "lineage",
                "impact",
                "diff",
                "reports",
                "register-report",
                "evidence",
                "verify",
                "export",
                "replay",
                "install-triggers"
            })
    void everyVerbExplainsItself(String verb) {
        Run help = run(verb, "--help");

        assertThat(help.status()).isZero();
        assertThat(help.out())
                .contains("Usage: rowtrail " + verb, "--url", "--output")
                .doesNotContain("rt_secret");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 120);
        assertThat(help.err()).isEmpty();
    }

    @Test
    void listsItsVerbsAndExitCodes() {
        assertThat(run("--help").out()).contains("trace", "rows", "Exit codes: 0");
    }

    @Test
    void namesItsVersion() {
        assertThat(run("--version").out()).startsWith("rowtrail ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "absence",
                "absence --dataset gold.revenue",
                "absence --key a=1",
                "absence --dataset gold.revenue --report revenue --key a=1",
                "whatif",
                "whatif --dataset gold.revenue",
                "whatif 4bf92f3577b34da6a3ce929d0e0e4736",
                "whatif 4bf92f3577b34da6a3ce929d0e0e4736 --dataset job:default:gold",
                "whatif --job x --dataset gold.revenue",
                "rows --trace x --recompute",
                "rows --dataset gold.revenue --key a=1 --run x",
                "gate",
                "trace",
                "trace --nonsense",
                "rows --dataset gold.revenue",
                "rows --dataset gold.revenue --key a=1 --trace b",
                "rows --dataset gold.revenue --key novalue",
                "rows --key a=1",
                "rows --dataset gold.revenue --key a=1 --limit 5",
                "rows --dataset gold.revenue --report revenue --key a=1",
                "rows --report revenue --trace a",
                "rows --dataset job:default:gold --key a=1",
                "diff gold.revenue --from run:a",
                "trace x --output yaml",
                "trace x --url ftp://nowhere",
                "trace x --timeout 0",
            })
    void answersWrongUseWithTwo(String line) {
        Run wrong = run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).isNotBlank();
        assertThat(wrong.out()).isEmpty();
    }
}
