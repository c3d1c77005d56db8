package io.rowtrail.cli.api;

import io.rowtrail.cli.outcome.CommandFailure;

/** The secret that says who asks. It is sent as a bearer token and shown nowhere, not even in a failure's message. */
public final class ApiKey {
    private final String secret;

    private ApiKey(String secret) {
        this.secret = secret;
    }

    /** @throws CommandFailure of kind usage for characters that no header can hold */
    public static ApiKey of(String secret) {
        String stripped = secret.strip();
        if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw CommandFailure.usage("the API key is empty or holds characters that no HTTP header can hold");
        }
        return new ApiKey(stripped);
    }

    String header() {
        return "Bearer " + secret;
    }

    @Override
    public String toString() {
        return "ApiKey[hidden]";
    }
}
