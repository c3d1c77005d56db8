package io.rowtrail.service.http;

import java.util.List;
import java.util.OptionalInt;

/**
 * An expected way for a request to fail, as RFC 9457 names it. The edge adds {@code instance} and {@code traceId}.
 *
 * @param slug the last segment of {@code type}: {@code /problems/{slug}}
 * @param title the same words for every occurrence
 * @param status the HTTP status
 * @param detail what happened this time
 * @param retriable whether the very same request may succeed later
 * @param errors what is wrong with the input, empty when nothing is
 * @param retryAfterSeconds when to come back, for 429 and 503
 */
public record Problem(
        String slug,
        String title,
        int status,
        String detail,
        boolean retriable,
        List<FieldError> errors,
        OptionalInt retryAfterSeconds) {

    public Problem {
        errors = List.copyOf(errors);
    }

    private static Problem of(String slug, String title, int status, String detail) {
        return new Problem(slug, title, status, detail, false, List.of(), OptionalInt.empty());
    }

    /** 400: the input breaks a rule; each error says where. */
    public static Problem invalid(String detail, List<FieldError> errors) {
        return new Problem("invalid-input", "Invalid input", 400, detail, false, errors, OptionalInt.empty());
    }

    /** 400 for one query parameter or one place in the body. */
    public static Problem invalid(String pointer, String detail) {
        return invalid(detail, List.of(new FieldError(pointer, detail)));
    }

    /** 404: there is no such thing, or the caller may not know of it. */
    public static Problem notFound(String detail) {
        return of("not-found", "Not found", 404, detail);
    }

    /** 409: the caller's own identifier was used before with other content. */
    public static Problem conflict(String detail, List<FieldError> errors) {
        return new Problem("conflict", "Conflict", 409, detail, false, errors, OptionalInt.empty());
    }

    /** 413: more bytes than the service takes; the pointer names what makes it so large. */
    public static Problem tooLarge(String pointer, String detail) {
        return at(of("too-large", "Content too large", 413, detail), pointer);
    }

    /** 415: a media type or content encoding the endpoint does not read; {@code header} says which of the two. */
    public static Problem unsupportedMedia(String header, String detail) {
        return at(of("unsupported-media-type", "Unsupported media type", 415, detail), header);
    }

    private static Problem at(Problem problem, String pointer) {
        return new Problem(
                problem.slug,
                problem.title,
                problem.status,
                problem.detail,
                problem.retriable,
                List.of(new FieldError(pointer, problem.detail)),
                problem.retryAfterSeconds);
    }

    /** 422: the question is well put, and cannot be answered of this thing; the detail says why and what mends it. */
    public static Problem unprocessable(String detail) {
        return of("unprocessable", "Unprocessable", 422, detail);
    }

    /** 429: the caller makes more calls than it may; the same request may succeed later. */
    public static Problem tooMany(String detail, int retryAfterSeconds) {
        return new Problem(
                "too-many-requests",
                "Too many requests",
                429,
                detail,
                true,
                List.of(),
                OptionalInt.of(retryAfterSeconds));
    }

    /** 403: the caller has no right to a call, whatever it names. Never for a thing whose existence it would tell. */
    public static Problem forbidden(String detail) {
        return of("forbidden", "Forbidden", 403, detail);
    }

    /** 403: what the input tells of is not the caller's to tell of; each error says where. */
    public static Problem forbidden(String detail, List<FieldError> errors) {
        return new Problem("forbidden", "Forbidden", 403, detail, false, errors, OptionalInt.empty());
    }

    /** 503: something behind the service cannot be reached or cannot take more; the same request may succeed later. */
    public static Problem unavailable(String detail, int retryAfterSeconds) {
        return new Problem(
                "unavailable",
                "Temporarily unavailable",
                503,
                detail,
                true,
                List.of(),
                OptionalInt.of(retryAfterSeconds));
    }

    /** Any other status that the HTTP layer itself decided on. */
    public static Problem status(int status, String title) {
        return of("http-" + status, title, status, title);
    }

    /** This problem as something to throw. */
    public ProblemException exception() {
        return new ProblemException(this);
    }
}
