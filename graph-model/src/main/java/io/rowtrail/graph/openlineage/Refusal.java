package io.rowtrail.graph.openlineage;

/** Carries a refusal from where it is found to {@link EventReader}, the only place that catches it. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    Refusal(String pointer, String reason) {
        super(reason, null, false, false);
        this.pointer = pointer;
    }

    String pointer() {
        return pointer;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
