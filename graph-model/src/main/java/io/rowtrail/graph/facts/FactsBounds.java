package io.rowtrail.graph.facts;

/** How much one event may put into facts, and all events of one run together into the graph. */
public final class FactsBounds {

    /** Most inputs, and most outputs. */
    public static final int DATASETS = 2_000;
    /** Most pairs of an input and an output, each of which is an edge. */
    public static final int FLOWS = 100_000;
    /** Most columns of one schema, with the parts of structured ones. */
    public static final int FIELDS = 10_000;
    /** Most sources told of columns. */
    public static final int SOURCES = 20_000;

    private FactsBounds() {}

    /** How many of so many inputs there is room for beside so many outputs; the other way round likewise. */
    public static int beside(int these, int others) {
        if ((long) these * others <= FLOWS) {
            return these;
        }
        return Math.min(these, Math.max((int) Math.sqrt(FLOWS), FLOWS / others));
    }
}
