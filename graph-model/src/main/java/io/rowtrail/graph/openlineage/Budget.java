package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shares the bounds of one event among its datasets, in their order: the first ones get what they need. */
final class Budget {

    private final Bounds bounds;
    private int fields = 5 * Bounds.FIELDS;
    private int sources = Bounds.SOURCES;

    Budget(Bounds bounds) {
        this.bounds = bounds;
    }

    List<DatasetMention> within(List<DatasetMention> mentions) {
        int needed = 0;
        int told = 0;
        for (DatasetMention mention : mentions) {
            needed += size(mention.columns());
            told += mention.schema() == null ? 0 : mention.schema().fields().size();
        }
        if (needed <= sources && told <= fields) {
            sources -= needed;
            fields -= told;
            return mentions;
        }
        List<DatasetMention> cut = new ArrayList<>();
        mentions.stream().sorted(Comparator.comparing(DatasetMention::id)).forEach(m -> cut.add(cut(m)));
        return cut;
    }

    private static int size(@Nullable ColumnLineage columns) {
        return columns == null
                ? 0
                : columns.dataset().size()
                        + columns.fields().values().stream()
                                .mapToInt(List::size)
                                .sum();
    }

    private DatasetMention cut(DatasetMention mention) {
        return new DatasetMention(
                mention.id(),
                cut(mention.schema()),
                mention.version(),
                cut(mention.columns()),
                mention.lineage(),
                mention.lifecycle(),
                mention.symlinks(),
                mention.statistics(),
                mention.tags(),
                mention.snapshot(),
                mention.subset(),
                mention.deletedFacets());
    }

    private @Nullable Schema cut(@Nullable Schema schema) {
        if (schema == null) {
            return null;
        }
        int kept = Math.min(fields, schema.fields().size());
        fields -= kept;
        bounds.omitFields(schema.fields().size() - kept);
        return new Schema(schema.fields().subList(0, kept));
    }

    private @Nullable ColumnLineage cut(@Nullable ColumnLineage columns) {
        if (columns == null) {
            return null;
        }
        Map<String, List<ColumnLineage.Source>> kept = new TreeMap<>();
        columns.fields().forEach((field, told) -> kept.put(field, cut(told)));
        return new ColumnLineage(kept, cut(columns.dataset()));
    }

    private List<ColumnLineage.Source> cut(List<ColumnLineage.Source> told) {
        int kept = Math.min(sources, told.size());
        sources -= kept;
        bounds.omitSources(told.size() - kept);
        return told.subList(0, kept);
    }
}
