package io.rowtrail.spark.tags;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;

/**
 * The columns of a written table whose value other rows decided: what filters on one of them downstream decides on what other
 * rows can change, as if the aggregate stood below it.
 *
 * @param names lower case
 * @param any whether it may be any column, because it is not known or a name cannot be told
 */
public record DecidedColumns(Set<String> names, boolean any) implements Serializable {
    public static final DecidedColumns NONE = new DecidedColumns(Set.of(), false);
    public static final DecidedColumns ANY = new DecidedColumns(Set.of(), true);

    private static final String ALL = "*";
    private static final String SEPARATOR = ",";

    public DecidedColumns {
        names = Set.copyOf(names);
    }

    public boolean isNone() {
        return !any && names.isEmpty();
    }

    static DecidedColumns of(Collection<? extends Attribute> columns) {
        Set<String> names = new HashSet<>();
        columns.forEach(column -> names.add(column.name().toLowerCase(Locale.ROOT)));
        return new DecidedColumns(names, false);
    }

    /** Reads {@link #format()}. */
    public static DecidedColumns parse(String text) {
        if (text.equals(ALL)) {
            return ANY;
        }
        return text.isEmpty() ? NONE : new DecidedColumns(Set.of(text.split(SEPARATOR, -1)), false);
    }

    /** As a snapshot's summary can hold it. */
    public String format() {
        boolean plain = names.stream().noneMatch(name -> name.contains(SEPARATOR) || name.equals(ALL));
        return any || !plain ? ALL : String.join(SEPARATOR, names.stream().sorted().toList());
    }

    public DecidedColumns and(DecidedColumns other) {
        Set<String> both = new HashSet<>(names);
        both.addAll(other.names);
        return new DecidedColumns(both, any || other.any);
    }

    /**
     * Those of {@code columns} that may be decided: all of them when a name is known to none of {@code table}, since then a
     * column was renamed.
     */
    List<Attribute> among(List<Attribute> columns, Set<String> table) {
        boolean renamed = any || !table.containsAll(names);
        return columns.stream()
                .filter(column -> renamed || names.contains(column.name().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
