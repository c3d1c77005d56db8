package io.rowtrail.service.ingest;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import java.time.Duration;
import java.util.List;

/** What the log's refusals are over HTTP. */
public final class LogProblems {
    /** Producers resend what no published checkpoint covers when its value changes. */
    public static final String EPOCH_HEADER = "Rowtrail-Log-Epoch";

    private LogProblems() {}

    /** The problem a result is, for results that are no success. */
    public static Problem of(AppendResult result) {
        if (result instanceof AppendResult.Conflict conflict) {
            return Problem.conflict(
                    "the idempotency key names another text, kept as entry " + conflict.entry(),
                    List.of(new FieldError("Idempotency-Key", "was used with another text")));
        }
        if (result instanceof AppendResult.Unavailable unavailable) {
            return Problem.unavailable(unavailable.why(), seconds(unavailable.retryAfter()));
        }
        if (result instanceof AppendResult.OutcomeUnknown unknown) {
            return Problem.unavailable(
                    "it is not known whether the event was stored; sending it again is safe and tells",
                    seconds(unknown.retryAfter()));
        }
        throw new IllegalArgumentException("no refusal: " + result);
    }

    private static int seconds(Duration time) {
        return (int) Math.max(1, Math.min(3600, time.plusMillis(999).toSeconds()));
    }
}
