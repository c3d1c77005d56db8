package io.rowtrail.cli;

import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import io.rowtrail.cli.text.Ink;
import io.rowtrail.cli.text.Screen;
import io.rowtrail.cli.text.Terminal;
import io.rowtrail.cli.verb.GlobalOptions;
import io.rowtrail.cli.verb.Session;
import io.rowtrail.cli.verb.Verbs;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The process {@code rowtrail VERB …}. */
public final class Main {
    private Main() {}

    /** Ends the process with one of {@link ExitCode}'s. */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        System.exit(run(args, environment, Terminal.of(environment)));
    }

    /**
     * Runs one command line.
     *
     * @return the exit status
     */
    static int run(String[] args, Map<String, String> environment, Screen screen) {
        GlobalOptions options = new GlobalOptions();
        Session session = new Session(options, environment, screen);
        CommandLine command = new CommandLine(new Rowtrail()).addMixin("options", options);
        Verbs.of(session).forEach(command::addSubcommand);
        PrintWriter out = new PrintWriter(new OutputStreamWriter(screen.answer(), StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(screen.complaints(), StandardCharsets.UTF_8), true);
        command.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setColorScheme(Help.defaultColorScheme(screen.ink() == Ink.COLOUR ? Help.Ansi.ON : Help.Ansi.OFF))
                .setExecutionExceptionHandler((failure, line, parsed) -> end(failure, screen));
        int status = args.length == 0 ? withoutVerb(command) : command.execute(args);
        out.flush();
        err.flush();
        return status;
    }

    private static int withoutVerb(CommandLine command) {
        command.usage(command.getErr());
        return ExitCode.USAGE.status();
    }

    private static int end(Exception failure, Screen screen) {
        if (failure instanceof CommandFailure known) {
            screen.complain(known.words());
            return known.exitCode().status();
        }
        if (failure instanceof UncheckedIOException unwritten) {
            screen.complain("the answer could not be written: " + unwritten.getMessage());
            return ExitCode.FAILED.status();
        }
        // Whatever went wrong here, nothing was answered and nothing was proved.
        screen.complain("unexpected " + failure);
        return ExitCode.FAILED.status();
    }
}
