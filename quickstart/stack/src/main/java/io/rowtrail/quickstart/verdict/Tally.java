package io.rowtrail.quickstart.verdict;

import java.util.ArrayList;
import java.util.List;

/** Counts a comparison while it goes on and keeps the first differences. */
final class Tally {
    private static final int EXAMPLES = 5;

    private final String name;
    private final List<String> examples = new ArrayList<>();
    private long compared;
    private long wrong;

    Tally(String name) {
        this.name = name;
    }

    /** One thing was compared; {@code problem} is empty when it is as it must be. */
    void note(String problem) {
        compared++;
        if (!problem.isEmpty()) {
            wrong++;
            if (examples.size() < EXAMPLES) {
                examples.add(problem);
            }
        }
    }

    Check check() {
        return new Check(name, compared, wrong, examples);
    }
}
