package io.rowtrail.quickstart.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A part that is a Java program: started detached, its output in a log file, stopped by SIGTERM. */
public final class JavaPart implements Part {

    private final Description about;
    private final RunRecords records;
    private final Launch launch;

    /**
     * What a Java part is.
     *
     * @param name name of the part
     * @param version version of the software
     * @param ports ports it listens on, the main one first; may be empty
     * @param command what to run
     * @param data where it keeps its state, also its working directory
     * @param log file its output goes to
     * @param readiness whether it can work
     * @param startWithin how long it may take to get ready
     * @param stopWithin how long it may take to stop before it is killed
     */
    public record Description(
            String name,
            String version,
            List<PortClaim> ports,
            JavaCommand command,
            Path data,
            Path log,
            Readiness readiness,
            Duration startWithin,
            Duration stopWithin) {
        public Description {
            ports = List.copyOf(ports);
        }
    }

    public JavaPart(Description about, RunRecords records) {
        this.about = about;
        this.records = records;
        this.launch = new Launch(about.name(), records);
    }

    @Override
    public String name() {
        return about.name();
    }

    @Override
    public PartState state() {
        Optional<ProcessRecord> entry = records.read(about.name());
        if (entry.isEmpty()) {
            return new PartState.Stopped();
        }
        if (entry.get().process().isEmpty()) {
            return new PartState.Died(entry.get());
        }
        return about.readiness()
                .missing()
                .<PartState>map(why -> new PartState.Unready(entry.get(), why))
                .orElseGet(() -> new PartState.Ready(entry.get()));
    }

    @Override
    public ProcessRecord start() {
        ProcessRecord entry = begin();
        awaitReady(entry);
        return entry;
    }

    /** Starts the part, or adopts it when it already runs, and returns without waiting until it is ready. */
    public ProcessRecord begin() {
        return running().orElseGet(this::launch);
    }

    /** The process of this part, recorded or found by its mark when a launcher was killed before it could record it. */
    private Optional<ProcessRecord> running() {
        Optional<ProcessRecord> recorded =
                records.read(about.name()).filter(entry -> entry.process().isPresent());
        if (recorded.isPresent()) {
            int port = recorded.get().port();
            if (port != mainPort()) {
                throw new StackException(about.name() + " already runs on port " + port + ", not " + mainPort()
                        + ". Stop it first with ./rowtrail down.");
            }
            return recorded;
        }
        return launch.stray().map(this::keep);
    }

    private ProcessRecord keep(ProcessHandle handle) {
        return launch.keep(handle, mainPort(), about.version(), about.data());
    }

    private ProcessRecord launch() {
        about.ports().forEach(port -> port.check(about.name()));
        Process process = launch.start(about.command(), about.data(), about.log());
        return keep(process.toHandle());
    }

    private void awaitReady(ProcessRecord entry) {
        long deadline = System.nanoTime() + about.startWithin().toNanos();
        while (true) {
            boolean alive = entry.process().isPresent();
            if (!alive) {
                throw new StackException(about.name() + " stopped while starting. " + LogTail.of(about.log()));
            }
            Optional<String> missing = about.readiness().missing();
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new StackException(about.name() + " is not ready after "
                        + about.startWithin().toSeconds() + " s: " + missing.get() + ". " + LogTail.of(about.log()));
            }
            Ending.pause();
        }
    }

    @Override
    public void stop() {
        Optional<ProcessHandle> process =
                records.read(about.name()).flatMap(ProcessRecord::process).or(launch::stray);
        process.ifPresent(found -> Ending.end(found, about.name(), about.stopWithin()));
        records.delete(about.name());
    }

    private int mainPort() {
        return about.ports().isEmpty() ? 0 : about.ports().get(0).number();
    }
}
