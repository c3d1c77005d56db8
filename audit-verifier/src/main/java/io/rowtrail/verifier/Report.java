package io.rowtrail.verifier;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a verification found.
 *
 * @param steps in the order they ran
 * @param caveats what holds only under a condition, for the reader to weigh
 * @param entries how many entries the pack holds; empty if they could not be read
 */
public record Report(List<Step> steps, List<String> caveats, OptionalLong entries) {
    public Report {
        steps = List.copyOf(steps);
        caveats = List.copyOf(caveats);
    }

    /** Whether every step held. */
    public boolean verified() {
        return steps.stream().allMatch(Step.Passed.class::isInstance);
    }

    /** The report as lines of text, the verdict last. */
    public String format() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(line(step)).append('\n');
        }
        for (String caveat : caveats) {
            text.append("note  ").append(caveat).append('\n');
        }
        return text.append(verdict()).append('\n').toString();
    }

    /** In a line: {@code VERIFIED} or {@code NOT VERIFIED}, and of a pack without entries that it proves nothing. */
    public String verdict() {
        if (!verified()) {
            return "NOT VERIFIED";
        }
        return entries.orElse(1) == 0 ? "VERIFIED, and proves nothing: 0 entries" : "VERIFIED";
    }

    private static String line(Step step) {
        if (step instanceof Step.Passed passed) {
            return "ok    " + passed.name() + ": " + passed.detail();
        }
        if (step instanceof Step.Failed failed) {
            return "FAIL  " + failed.name() + ": " + failed.what() + "\n        expected " + failed.expected()
                    + "\n        found    " + failed.found();
        }
        Step.Skipped skipped = (Step.Skipped) step;
        return "skip  " + skipped.name() + ": needs " + skipped.because();
    }
}
