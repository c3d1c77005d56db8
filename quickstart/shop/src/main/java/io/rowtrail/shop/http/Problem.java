package io.rowtrail.shop.http;

import java.util.List;

/** A refusal as RFC 9457 words it. Thrown by whoever meets it, answered at the edge. */
final class Problem extends RuntimeException {
    private final int status;
    private final String title;
    private final transient List<FieldError> errors;

    Problem(int status, String title, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.errors = List.copyOf(errors);
    }

    static Problem badInput(List<FieldError> errors) {
        FieldError first = errors.get(0);
        return new Problem(400, "The request is not valid", first.pointer() + ": " + first.detail(), errors);
    }

    static Problem notFound(String what) {
        return new Problem(404, "Not found", "there is no " + what, List.of());
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    List<FieldError> errors() {
        return errors;
    }
}
