package io.rowtrail.graph;

import java.util.function.Consumer;

/**
 * The projection of an audit log into lineage. Calls block; any number of threads may ask, one projector a log applies.
 *
 * <p>State is a function of the set of facts applied: neither order nor repetition nor the cut of the batches changes
 * {@link #export} of {@link ExportForm#FACTS}. Queries never see half a batch. Every method throws {@link GraphException}
 * when the store cannot answer; after a failed {@link #apply} the position tells whether the batch was taken.
 */
public interface LineageGraph extends LineageReader, AutoCloseable {

    /** Returns where the projection of a log stands; {@code nextIndex} 0 and epoch 0 before the first batch. */
    Position position(String log);

    /** Returns how many entries of a log could not be folded and are missing here; counted since the graph was dropped. */
    long skipped(String log);

    /**
     * Folds a batch and moves the position, both or neither. A batch of an older epoch or one that does not begin at the
     * position changes nothing.
     *
     * @throws GraphException.Refused when the store answers but cannot take this batch; a smaller one may go
     */
    Applied apply(Batch batch);

    /** Drops the whole graph and sets every position to 0. Epochs are kept, so a fenced projector stays fenced. */
    void reset();

    /** Writes the graph as sorted NDJSON, one call a line without its line feed. */
    void export(ExportForm form, Consumer<String> line);

    /** Does what the first questions would have to wait for, as the planning of statements; answers nothing, changes nothing. */
    void prepare();

    @Override
    void close();
}
