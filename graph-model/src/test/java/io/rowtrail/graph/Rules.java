package io.rowtrail.graph;

/** A part of the contract of a {@link LineageGraph}: what it says of one subject. */
interface Rules {

    /** Returns the graph under test with what it takes to tell it things. */
    GraphUnderTest on();

    /** How many random orders of a history to try. */
    int shuffles();

    /** How many random histories to ask at random times. */
    int travels();

    /** How many runs the largest random history has. */
    int runs();

    default LineageGraph graph() {
        return on().graph();
    }
}
