package io.rowtrail.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProcessRecordTest {
    private static final ProcessHandle SELF = ProcessHandle.current();

    @Test
    void findsItsOwnProcess() {
        ProcessRecord own = entry(SELF.info().startInstant().orElseThrow());

        assertThat(own.process()).contains(SELF);
    }

    @Test
    void takesAProcessThatBeganAtAnotherTimeForAStranger() {
        ProcessRecord reused = entry(SELF.info().startInstant().orElseThrow().minusSeconds(60));

        assertThat(reused.process()).isEmpty();
    }

    private static ProcessRecord entry(Instant start) {
        return new ProcessRecord("neo4j", SELF.pid(), start, 17687, "5", "/data");
    }
}
