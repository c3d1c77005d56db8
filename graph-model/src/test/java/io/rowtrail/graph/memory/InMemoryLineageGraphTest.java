package io.rowtrail.graph.memory;

import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LineageGraphContract;
import java.time.Clock;

class InMemoryLineageGraphTest extends LineageGraphContract {

    @Override
    protected LineageGraph graph(String tenant) {
        return new InMemoryLineageGraph(Clock.systemUTC());
    }

    @Override
    public int shuffles() {
        return Boolean.getBoolean("rowtrail.long") ? 1000 : 30;
    }

    @Override
    public int travels() {
        return Boolean.getBoolean("rowtrail.long") ? 500 : 20;
    }

    @Override
    public int runs() {
        return Boolean.getBoolean("rowtrail.long") ? 300 : 100;
    }
}
