package io.rowtrail.quickstart.verdict;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The key of a row as text that does not depend on the order of its columns: {@code line_no=1,sale_id=42}.
 *
 * @param text columns by name
 */
public record RowKey(String text) implements Comparable<RowKey> {
    public static RowKey of(Map<String, String> columns) {
        return new RowKey(new TreeMap<>(columns)
                .entrySet().stream()
                        .map(column -> column.getKey() + "=" + column.getValue())
                        .collect(Collectors.joining(",")));
    }

    @Override
    public int compareTo(RowKey other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
