package io.rowtrail.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Function;

/** What the service said. Silence, and words that are not the service's, are thrown instead. */
public sealed interface Answer {

    /** What is made of the one or the other; the place of a switch over the two. */
    <T> T either(Function<Given, T> given, Function<Refused, T> refused);

    /**
     * The question was answered.
     *
     * @param text the answer's JSON exactly as it came
     * @param json the same, read
     * @param location where the result will be, of a 202
     */
    record Given(String text, JsonNode json, Optional<String> location) implements Answer {
        @Override
        public <T> T either(Function<Given, T> given, Function<Refused, T> refused) {
            return given.apply(this);
        }
    }

    /**
     * The question was refused.
     *
     * @param text the problem's JSON exactly as it came, empty when the refusal had none
     */
    record Refused(Problem problem, String text) implements Answer {
        @Override
        public <T> T either(Function<Given, T> given, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }
}
