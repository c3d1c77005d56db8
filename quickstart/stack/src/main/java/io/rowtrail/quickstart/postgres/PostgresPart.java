package io.rowtrail.quickstart.postgres;

import io.rowtrail.quickstart.process.Command;
import io.rowtrail.quickstart.process.Part;
import io.rowtrail.quickstart.process.PartState;
import io.rowtrail.quickstart.process.PortClaim;
import io.rowtrail.quickstart.process.ProcessRecord;
import io.rowtrail.quickstart.process.RunRecords;
import io.rowtrail.quickstart.process.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The PostgreSQL server of the stack: durable (fsync and synchronous_commit on), logical WAL, on the loopback address
 * only and without Unix sockets. {@code pg_ctl} starts it, so it outlives the launcher.
 */
public final class PostgresPart implements Part {
    public static final String NAME = "postgres";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(1);
    private static final String SETTINGS = "rowtrail.conf";

    private final Path home;
    private final Path data;
    private final Path logs;
    private final PortClaim port;
    private final RunRecords records;

    /** Keeps programs and data below {@code home}, logs in {@code logs}. */
    public PostgresPart(Path home, Path logs, PortClaim port, RunRecords records) {
        this.home = home;
        this.data = home.resolve("data");
        this.logs = logs;
        this.port = port;
        this.records = records;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PartState state() {
        Optional<ProcessRecord> entry = records.read(NAME);
        Optional<Postmaster> master = Postmaster.of(data);
        if (master.isEmpty()) {
            return entry.<PartState>map(PartState.Died::new).orElseGet(PartState.Stopped::new);
        }
        ProcessRecord process =
                entry.filter(e -> e.pid() == master.get().pid()).orElseGet(() -> describe(master.get(), "unknown"));
        return new Databases(process.port())
                .missing()
                .<PartState>map(why -> new PartState.Unready(process, why))
                .orElseGet(() -> new PartState.Ready(process));
    }

    @Override
    public ProcessRecord start() {
        Optional<Postmaster> running = Postmaster.of(data);
        if (running.isPresent() && running.get().port() != port.number()) {
            throw new StackException("postgres already runs on port "
                    + running.get().port() + ", not " + port.number() + ". Stop it first with ./rowtrail down.");
        }
        Databases databases = new Databases(port.number());
        if (running.isEmpty()) {
            port.check(NAME);
            launch();
        }
        Postmaster master = Postmaster.of(data)
                .orElseThrow(() -> new StackException("postgres stopped while starting. See " + serverLog() + "."));
        ProcessRecord entry = describe(master, databases.version());
        records.write(entry);
        databases.createMissing();
        return entry;
    }

    private void launch() {
        try {
            Files.createDirectories(home);
            Files.createDirectories(logs);
            PlainUser user = PlainUser.find(home);
            PostgresBinaries programs = PostgresBinaries.in(home);
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise(user, programs);
            }
            Files.writeString(data.resolve(SETTINGS), PostgresSettings.text(port.number()));
            Postmaster.clear(data);
            Path log = serverLog();
            if (!Files.exists(log)) {
                user.own(Files.createFile(log));
            }
            pgCtl(user, programs, START, "start", "-w", "-t", Long.toString(START.toSeconds()), "-l", log.toString());
        } catch (IOException e) {
            throw new StackException("Cannot start PostgreSQL in " + home + ": " + e.getMessage(), e);
        }
    }

    /** Into a directory beside, renamed when complete: one cut short never looks like a cluster. */
    private void initialise(PlainUser user, PostgresBinaries programs) throws IOException {
        PostgresBinaries.delete(data);
        Path fresh = Files.createTempDirectory(home, "initialising");
        user.own(fresh);
        List<String> words = user.command(List.of(
                programs.program("initdb").toString(),
                "-D",
                fresh.toString(),
                "-U",
                Databases.SUPERUSER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C"));
        Path log = logs.resolve("postgres-initdb.log");
        Command.Result result = Command.run(words, log, START);
        if (result.exit() != 0) {
            throw new StackException("initdb failed:\n" + result.output());
        }
        Files.writeString(
                fresh.resolve("postgresql.conf"),
                Files.readString(fresh.resolve("postgresql.conf")) + "\ninclude_if_exists '" + SETTINGS + "'\n");
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void stop() {
        if (Postmaster.of(data).isPresent()) {
            pgCtl(
                    PlainUser.find(home),
                    PostgresBinaries.in(home),
                    STOP,
                    "stop",
                    "-m",
                    "fast",
                    "-w",
                    "-t",
                    Long.toString(STOP.toSeconds()));
        }
        records.delete(NAME);
    }

    private void pgCtl(PlainUser user, PostgresBinaries programs, Duration within, String... arguments) {
        var words = new ArrayList<String>();
        words.add(programs.program("pg_ctl").toString());
        words.add("-D");
        words.add(data.toString());
        words.addAll(List.of(arguments));
        Path log = logs.resolve("postgres-" + arguments[0] + ".log");
        Command.Result result = Command.run(user.command(words), log, within.plusSeconds(10));
        if (result.exit() != 0) {
            throw new StackException(
                    "pg_ctl " + arguments[0] + " failed:\n" + result.output() + "See also " + serverLog() + ".");
        }
    }

    private Path serverLog() {
        return logs.resolve(NAME + ".log");
    }

    private ProcessRecord describe(Postmaster master, String version) {
        Instant started = ProcessHandle.of(master.pid())
                .flatMap(process -> process.info().startInstant())
                .orElse(Instant.EPOCH);
        return new ProcessRecord(NAME, master.pid(), started, master.port(), version, data.toString());
    }
}
