package io.rowtrail.lake;

import io.rowtrail.tags.TagSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row.
 *
 * @param values column to value, in column order, without {@code _rt_tags}: Boolean, Integer, Long, Float, Double,
 *     BigDecimal, String, LocalDate, LocalTime, LocalDateTime, OffsetDateTime (UTC), UUID, read-only ByteBuffer, or null
 * @param tags the decoded tag set; empty when the table has none or the row's is null
 */
public record LakeRow(Map<String, @Nullable Object> values, Optional<TagSet> tags) {
    public LakeRow {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The value of a column; null also when the row has no such column. */
    public @Nullable Object value(String column) {
        return values.get(column);
    }
}
