package io.rowtrail.capture.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A captured row change. For {@code c}, {@code u} and {@code r} the row after, for {@code d} the row before as far as
 * the source told it, for {@code t} (truncate) nothing.
 */
public final class ChangeRow {
    private final SourceTable table;
    private final String op;
    private final List<String> names;
    private final @Nullable Object[] values;

    /**
     * @param names the columns that have a value here
     * @param values beside them, in the Java types of Iceberg's generic records; taken over, not copied
     */
    public ChangeRow(SourceTable table, String op, List<String> names, @Nullable Object[] values) {
        this.table = table;
        this.op = op;
        this.names = names;
        this.values = values;
    }

    public SourceTable table() {
        return table;
    }

    public String op() {
        return op;
    }

    public List<String> names() {
        return names;
    }

    /** Beside {@link #names}; not to be changed. */
    public @Nullable Object[] values() {
        return values;
    }
}
