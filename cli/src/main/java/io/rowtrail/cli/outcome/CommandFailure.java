package io.rowtrail.cli.outcome;

/** Ends a verb early with an exit code and words for the person at the terminal. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    private CommandFailure(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The check failed or the thing is not there. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.FAILED, message);
    }

    /** The user's input is wrong, or the service asked cannot do this. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /** No usable answer could be had. */
    public static CommandFailure unreachable(String message) {
        return new CommandFailure(ExitCode.UNREACHABLE, message);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** The message, which a failure of this kind always has. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
