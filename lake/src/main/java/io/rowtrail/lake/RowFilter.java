package io.rowtrail.lake;

import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.TraceId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A condition on rows; those of one query hold together. */
public sealed interface RowFilter {
    /**
     * Rows whose columns have these values, compared in the column's type.
     *
     * @param values column to the value's text (ISO forms for dates and times, plain decimals); empty means null
     */
    record KeyEquals(Map<String, Optional<String>> values) implements RowFilter {
        public KeyEquals {
            values = Map.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("a key has at least one column");
            }
        }

        /** From parsed JSON: strings, numbers, booleans and null. */
        public static KeyEquals of(Map<String, ? extends @Nullable Object> values) {
            Map<String, Optional<String>> texts = new LinkedHashMap<>();
            values.forEach((column, value) ->
                    texts.put(column, value == null ? Optional.empty() : Optional.of(String.valueOf(value))));
            return new KeyEquals(texts);
        }
    }

    /** Rows of a change table written by one of these transactions. */
    record TransactionIn(Set<ChangeOrdinal> ordinals) implements RowFilter {
        public TransactionIn {
            ordinals = Set.copyOf(ordinals);
        }
    }

    /** Rows of a change table whose first trace is this one. */
    record TraceIs(TraceId trace) implements RowFilter {}

    /** Rows of a tagged table whose tags list at least one of these transactions, or say that it may be among them. */
    record TaggedWithAny(Set<ChangeOrdinal> ordinals) implements RowFilter {
        public TaggedWithAny {
            ordinals = Set.copyOf(ordinals);
        }
    }
}
