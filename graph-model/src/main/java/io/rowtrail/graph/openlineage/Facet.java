package io.rowtrail.graph.openlineage;

/**
 * One facet while its members are read. What it tells takes effect at {@link #end} only, since a facet may say at its very
 * end that it is deleted.
 */
interface Facet {

    /** A facet of which nothing is wanted. */
    static Facet unread(JsonCursor at) {
        return name -> at.skip();
    }

    /** Reads or skips one member that is not null, the cursor at its value. */
    void member(String name);

    /** All members are read: checks that none is missing and hands over what was told. */
    default void end() {
        // nothing was wanted
    }
}
