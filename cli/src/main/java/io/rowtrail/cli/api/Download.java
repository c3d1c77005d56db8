package io.rowtrail.cli.api;

/** How a request for bytes ended. */
public sealed interface Download {
    /** All bytes were copied. */
    record Done(long bytes) implements Download {}

    /** The service is still at work. */
    record NotYet() implements Download {}

    /** The service refused; nothing was copied. */
    record Denied(Answer.Refused refusal) implements Download {}
}
