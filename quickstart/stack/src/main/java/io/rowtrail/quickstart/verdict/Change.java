package io.rowtrail.quickstart.verdict;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of a change table.
 *
 * @param key of the captured row
 * @param op {@code c}, {@code u}, {@code d}; {@code r} for a row of the snapshot
 * @param ordinal its transaction
 * @param position its place in the transaction
 * @param trace the request the capture found
 * @param tagSource how it found it, or why not
 * @param columns the captured columns
 */
public record Change(
        RowKey key,
        String op,
        long ordinal,
        int position,
        Optional<String> trace,
        String tagSource,
        Map<String, @Nullable Object> columns) {}
