package io.rowtrail.quickstart.verdict;

import java.util.ArrayList;
import java.util.List;

/** Counts a comparison while it goes on and keeps the first differences. */
public final class Tally {
    private static final int EXAMPLES = 5;

    private final String name;
    private final List<String> examples = new ArrayList<>();
    private long compared;
    private long wrong;

    public Tally(String name) {
        this.name = name;
    }

    /** One thing was compared; {@code problem} is empty when it is as it must be. */
    public void note(String problem) {
        compared++;
        if (!problem.isEmpty()) {
            wrong++;
            if (examples.size() < EXAMPLES) {
                examples.add(problem);
            }
        }
    }

    public Check check() {
        return new Check(name, compared, wrong, examples);
    }
}
