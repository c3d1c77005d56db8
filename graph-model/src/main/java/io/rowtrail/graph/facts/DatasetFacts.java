package io.rowtrail.graph.facts;

import java.util.List;

/** What a dataset event says of one dataset outside any run. */
public record DatasetFacts(EventHeader header, DatasetMention dataset) implements EventFacts {

    @Override
    public List<DatasetMention> inputs() {
        return List.of();
    }

    @Override
    public List<DatasetMention> outputs() {
        return List.of();
    }
}
