package io.rowtrail.cli.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallTest {
    @Test
    void encodesIdsSoThatTheyStayOneSegmentAndOneValue() {
        Call call = Call.get("/api/v1/traces/{}/rows", "../a b/%2e")
                .with("dataset", "dataset:iceberg://lake:gold.revenue")
                .with("key", "{\"a\":\"x&y=é\"}")
                .with("limit", Optional.empty());

        assertThat(call.pathAndQuery())
                .isEqualTo(
                        "/api/v1/traces/..%2Fa%20b%2F%252e/rows?dataset=dataset%3Aiceberg%3A%2F%2Flake%3Agold.revenue"
                                + "&key=%7B%22a%22%3A%22x%26y%3D%C3%A9%22%7D");
    }
}
