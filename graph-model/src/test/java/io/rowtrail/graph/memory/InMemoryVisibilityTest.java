package io.rowtrail.graph.memory;

import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.VisibilityContract;
import java.time.Clock;

class InMemoryVisibilityTest extends VisibilityContract {

    @Override
    protected LineageGraph graph() {
        return new InMemoryLineageGraph(Clock.systemUTC());
    }
}
