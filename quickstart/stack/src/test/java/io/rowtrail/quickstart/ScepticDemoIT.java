package io.rowtrail.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A demo with a sceptic's jobs, on another workload than the demo's own. */
@EnabledIfSystemProperty(named = "rowtrail.long", matches = "true")
class ScepticDemoIT {
    @TempDir
    Path temporary;

    @Test
    void everythingIsAsTheLedgerSays() throws Exception {
        StackUnderTest.assumeTheDemoIsPackaged();

        StackUnderTest.Outcome demo = new StackUnderTest(temporary.resolve("a demo"))
                .run("demo", "--sceptic", "--exit", "--requests", "1500", "--seed", "42");

        assertThat(demo.code()).isZero();
        assertThat(demo.text())
                .contains("rows of sceptic.customer_history", "outlived 24 removals", "ok           3 of");
    }
}
