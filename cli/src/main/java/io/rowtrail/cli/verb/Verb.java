package io.rowtrail.cli.verb;

import io.rowtrail.cli.outcome.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A verb of the command. Each has {@code --help} and ends with an exit code of the command's. */
abstract class Verb implements Callable<Integer> {
    private final Session session;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    Verb(Session session) {
        this.session = session;
    }

    final Session session() {
        return session;
    }

    @Override
    public final Integer call() {
        return run().status();
    }

    abstract ExitCode run();
}
