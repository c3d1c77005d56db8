package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.GraphException;

/** How many datasets, jobs and runs one question folds anew as of its time; each reads all who tell of it. */
final class Refolds {

    private static final int MOST = 500;

    private int done;

    /** @throws GraphException.TooMuch when there were as many as may be */
    void one() {
        if (++done > MOST) {
            throw new GraphException.TooMuch("more than " + MOST + " had to be folded as of another time");
        }
    }
}
