package io.rowtrail.spark.tags;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a run may promise of its rows, and which operators decided it; filled while a plan is rewritten. */
public final class Verdict {
    /** From best to worst. */
    public enum Guarantee {
        CLOSED,
        OPEN,
        NONDETERMINISTIC,
        BROKEN
    }

    /** From best to worst. */
    public enum AbsenceExactness {
        /** By the rules of the operators. */
        EXACT,
        /** Nothing is missing, and there may be more than need be. */
        SUPERSET,
        /** Behind a break nothing is known. */
        UNKNOWN
    }

    /**
     * An operator that tags cannot pass.
     *
     * @param operator its name
     * @param reason for a reader
     */
    public record Break(String operator, String reason) {}

    private final List<Break> breaks = new ArrayList<>();
    private final List<Break> supersets = new ArrayList<>();
    private final Set<String> nondeterministic = new LinkedHashSet<>();
    private final Set<String> opening = new LinkedHashSet<>();

    /** A verdict of one break and nothing else. */
    public static Verdict brokenBy(String operator, String reason) {
        Verdict verdict = new Verdict();
        verdict.broken(operator, reason);
        return verdict;
    }

    /** Notes a break; the same one twice counts once. */
    public void broken(String operator, String reason) {
        Break found = new Break(operator, reason);
        if (!breaks.contains(found)) {
            breaks.add(found);
        }
    }

    /** Notes an operator whose absence is more than it would have to be. */
    void superset(String operator, String reason) {
        Break found = new Break(operator, reason);
        if (!supersets.contains(found)) {
            supersets.add(found);
        }
    }

    void nondeterministic(String operator) {
        nondeterministic.add(operator);
    }

    void opened(String operator) {
        opening.add(operator);
    }

    /** The worst that was met. */
    public Guarantee guarantee() {
        if (!breaks.isEmpty()) {
            return Guarantee.BROKEN;
        }
        if (!nondeterministic.isEmpty()) {
            return Guarantee.NONDETERMINISTIC;
        }
        return opening.isEmpty() ? Guarantee.CLOSED : Guarantee.OPEN;
    }

    /** How far the absence that {@link AbsenceRewriter} tells of is exact. */
    public AbsenceExactness absence() {
        if (!breaks.isEmpty()) {
            return AbsenceExactness.UNKNOWN;
        }
        return supersets.isEmpty() ? AbsenceExactness.EXACT : AbsenceExactness.SUPERSET;
    }

    /** The operators that made the absence more than it would have to be; empty of a verdict by {@link TagRewriter}. */
    public List<Break> supersets() {
        return Collections.unmodifiableList(supersets);
    }

    public List<Break> breaks() {
        return Collections.unmodifiableList(breaks);
    }

    /** The operators that decided {@link #guarantee()}, in plan order. */
    public List<String> deciding() {
        return switch (guarantee()) {
            case BROKEN -> breaks.stream().map(Break::operator).distinct().toList();
            case NONDETERMINISTIC -> List.copyOf(nondeterministic);
            case OPEN -> List.copyOf(opening);
            case CLOSED -> List.of();
        };
    }
}
