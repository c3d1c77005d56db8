package io.rowtrail.quickstart.process;

/** The stack cannot do what was asked; the message tells a person what is wrong and what to do about it. */
public final class StackException extends RuntimeException {
    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
