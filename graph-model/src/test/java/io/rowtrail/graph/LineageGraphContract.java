package io.rowtrail.graph;

import org.junit.jupiter.api.BeforeEach;

/** What every {@link LineageGraph} must do, subject by subject. A one-line subclass an adapter. */
public abstract class LineageGraphContract
        implements PositionRules,
                PeerFaultRules,
                RunRules,
                StreamRules,
                NameRules,
                JobRules,
                ColumnRules,
                QueryRules,
                LawRules {

    private final GraphUnderTest on = new GraphUnderTest(graph("default"));

    /** Returns the graph of a tenant, all on one store if the adapter has one; the suite resets it. */
    protected abstract LineageGraph graph(String tenant);

    @Override
    public abstract int shuffles();

    @Override
    public abstract int travels();

    @Override
    public abstract int runs();

    @BeforeEach
    void empty() {
        on.reset();
    }

    @Override
    public final GraphUnderTest on() {
        return on;
    }
}
