package io.rowtrail.quickstart.verdict;

import java.util.List;

/**
 * One comparison of what must be with what is.
 *
 * @param name what was compared
 * @param compared how many things were
 * @param wrong how many of them differ
 * @param examples the first differences, for a person
 */
public record Check(String name, long compared, long wrong, List<String> examples) {
    public Check {
        examples = List.copyOf(examples);
    }

    /** A comparison of one thing. */
    public static Check of(String name, boolean holds, String otherwise) {
        return new Check(name, 1, holds ? 0 : 1, holds ? List.of() : List.of(otherwise));
    }

    /** A comparison of nothing holds nothing. */
    public boolean holds() {
        return wrong == 0 && compared > 0;
    }
}
