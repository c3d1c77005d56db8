package io.rowtrail.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A refusal as RFC 9457 words it.
 *
 * @param status the HTTP status
 * @param title the kind of refusal, from the service or from the status
 * @param detail what happened this time, may be empty
 * @param errors what is wrong with the input, each with where
 * @param traceId by which the service's operators find this request, may be empty
 */
public record Problem(int status, String title, String detail, List<InputError> errors, String traceId) {

    /**
     * One thing wrong with the input.
     *
     * @param pointer a JSON pointer or a parameter's name, may be empty
     */
    public record InputError(String pointer, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
    }

    static Problem from(int status, JsonNode json) {
        List<InputError> errors = new ArrayList<>();
        for (JsonNode error : json.path("errors")) {
            errors.add(new InputError(
                    error.path("pointer").asText(""), error.path("detail").asText("")));
        }
        return new Problem(
                status,
                json.path("title").asText("HTTP " + status),
                json.path("detail").asText(""),
                errors,
                json.path("traceId").asText(""));
    }

    static Problem ofStatus(int status) {
        return new Problem(status, "HTTP " + status, "", List.of(), "");
    }

    /** Not found, and cannot be as things are, are failed questions; not now is no answer; the rest is wrong use. */
    public ExitCode exitCode() {
        if (status == 404 || status == 409 || status == 410 || status == 422) {
            return ExitCode.FAILED;
        }
        return status == 429 || status >= 500 ? ExitCode.UNREACHABLE : ExitCode.USAGE;
    }

    /** The refusal in lines for a person. */
    public String words() {
        StringBuilder words =
                new StringBuilder(title).append(" (").append(status).append(')');
        if (!detail.isEmpty()) {
            words.append(": ").append(detail);
        }
        for (InputError error : errors) {
            String where = error.pointer().isEmpty() ? "input" : error.pointer();
            words.append("\n").append(error.detail().equals(detail) ? "at " + where : where + ": " + error.detail());
        }
        switch (status) {
            case 401 -> words.append("\ngive a key with --api-key or ROWTRAIL_API_KEY");
            case 403 -> words.append("\nthe key's holder may not ask this");
            case 429, 502, 503, 504 -> words.append("\nthe same command may work later");
            default -> {
                // the other statuses say enough
            }
        }
        if (status >= 500 && !traceId.isEmpty()) {
            words.append("\nthe service's log knows this request as trace ").append(traceId);
        }
        return words.toString();
    }
}
