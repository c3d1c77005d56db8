package io.rowtrail.quickstart.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is remembered of a started process, so that a later launcher finds it again and never mistakes a stranger for it.
 *
 * @param part name of the part it runs
 * @param pid process id
 * @param startedAt when the operating system says the process began
 * @param port the port it serves, 0 when it serves none
 * @param version version of the software it runs
 * @param data where it keeps its state
 */
public record ProcessRecord(String part, long pid, Instant startedAt, int port, String version, String data) {
    /** The kernel derives start times from the boot time, which moves when the clock is set. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    public ProcessRecord {
        Objects.requireNonNull(part);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(version);
        Objects.requireNonNull(data);
    }

    /** The live process this record speaks of; empty when it is gone, also when its pid was given to another. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(Liveness::runs).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(start -> Duration.between(start, startedAt).abs().compareTo(CLOCK_STEP) <= 0)
                .orElse(false);
    }
}
