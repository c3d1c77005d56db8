package io.rowtrail.quickstart;

import io.rowtrail.quickstart.process.StackException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs of {@code ./rowtrail} that start and stop things on this machine. */
@Command(
        name = "rowtrail",
        mixinStandardHelpOptions = true,
        description = "The local stack of Rowtrail.",
        subcommands = {DemoCommand.class, UpCommand.class, StatusCommand.class, DownCommand.class})
public final class Main {
    static final int OK = 0;
    static final int CHECK_FAILED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((error, command, parsed) -> {
                    Throwable cause =
                            error instanceof ExecutionException && error.getCause() != null ? error.getCause() : error;
                    if (isInterrupt(cause) || isInterrupt(cause.getCause())) {
                        // Ctrl-C; the command has said so itself, since the machine may end before this line.
                        return UNREACHABLE;
                    }
                    if (cause instanceof StackException) {
                        System.err.println(cause.getMessage());
                    } else {
                        error.printStackTrace(System.err);
                    }
                    return UNREACHABLE;
                })
                .execute(args);
    }

    private static boolean isInterrupt(@Nullable Throwable error) {
        return error instanceof InterruptedException;
    }
}
