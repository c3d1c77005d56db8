package io.rowtrail.graph.facts;

import java.util.List;

/** Finds the least version of the canonical form that can say what some facts say. */
final class FactsVersion {

    private FactsVersion() {}

    static int of(EventFacts facts) {
        if ((facts instanceof DatasetFacts dataset && third(dataset.dataset()))
                || facts.inputs().stream().anyMatch(FactsVersion::third)
                || facts.outputs().stream().anyMatch(FactsVersion::third)) {
            return 3;
        }
        boolean second = facts.header().omitted() != null
                || (facts instanceof RunFacts run && !run.dependencies().isEmpty())
                || (facts instanceof DatasetFacts dataset && second(dataset.dataset()))
                || second(facts.inputs())
                || second(facts.outputs());
        return second ? 2 : 1;
    }

    private static boolean second(List<DatasetMention> mentions) {
        return mentions.stream().anyMatch(FactsVersion::second);
    }

    private static boolean second(DatasetMention mention) {
        return mention.subset() != null
                || (mention.snapshot() != null && mention.snapshot().sequence() != null);
    }

    private static boolean third(DatasetMention mention) {
        return mention.tags() != null && !mention.tags().breaks().isEmpty();
    }
}
