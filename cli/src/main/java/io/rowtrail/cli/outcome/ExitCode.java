package io.rowtrail.cli.outcome;

/** What the process tells its caller when it ends. */
public enum ExitCode {
    /** The question was answered, the check held. */
    OK(0),
    /** The check failed, or what was asked for is not there. */
    FAILED(1),
    /** The command, an option or the input is wrong, or this service cannot do it. */
    USAGE(2),
    /** Nobody, or not the service, answers at the address, or it cannot answer now. */
    UNREACHABLE(3);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The process's exit status. */
    public int status() {
        return status;
    }
}
