package io.rowtrail.graph.memory;

import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.QueryContract;
import java.time.Clock;

class InMemoryQueryTest extends QueryContract {

    @Override
    protected LineageGraph graph() {
        return new InMemoryLineageGraph(Clock.systemUTC());
    }
}
