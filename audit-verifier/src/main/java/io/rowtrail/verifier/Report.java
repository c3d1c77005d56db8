package io.rowtrail.verifier;

import java.util.List;

/**
 * What a verification found.
 *
 * @param steps in the order they ran
 * @param caveats what holds only under a condition, for the reader to weigh
 */
public record Report(List<Step> steps, List<String> caveats) {
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
        return text.append(verified() ? "VERIFIED" : "NOT VERIFIED")
                .append('\n')
                .toString();
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
