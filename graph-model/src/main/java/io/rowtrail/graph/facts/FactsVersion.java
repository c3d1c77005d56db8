package io.rowtrail.graph.facts;

import java.util.function.Predicate;

/** Finds the least version of the canonical form that can say what some facts say. */
final class FactsVersion {

    private FactsVersion() {}

    static int of(EventFacts facts) {
        if (mentions(facts, FactsVersion::third)) {
            return 3;
        }
        boolean second = facts.header().omitted() != null
                || (facts instanceof RunFacts run && !run.dependencies().isEmpty())
                || mentions(facts, FactsVersion::second);
        return second ? 2 : 1;
    }

    private static boolean mentions(EventFacts facts, Predicate<DatasetMention> wanted) {
        return (facts instanceof DatasetFacts dataset && wanted.test(dataset.dataset()))
                || facts.inputs().stream().anyMatch(wanted)
                || facts.outputs().stream().anyMatch(wanted);
    }

    private static boolean second(DatasetMention mention) {
        return mention.subset() != null
                || (mention.snapshot() != null && mention.snapshot().sequence() != null);
    }

    private static boolean third(DatasetMention mention) {
        return mention.tags() != null && !mention.tags().breaks().isEmpty();
    }
}
