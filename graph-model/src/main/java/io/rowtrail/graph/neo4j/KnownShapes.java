package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.Schema;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes that are known to be stored, by what they tell, so that none is written out to be hashed again; bounded. */
final class KnownShapes {

    /** Fields and sources in all; some 300 bytes each. */
    private static final long MOST = 100_000;

    private final Map<DatasetMention, String> hashes = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    /** The hash of a stored shape; null when it is not known to be stored. */
    @Nullable
    String hash(DatasetMention described) {
        return hashes.get(described);
    }

    /** Tells that a shape is stored from now on. */
    void learn(DatasetMention described, String hash) {
        if (hashes.put(described, hash) == null) {
            weight += weight(described);
        }
        Iterator<DatasetMention> eldest = hashes.keySet().iterator();
        while (weight > MOST && eldest.hasNext()) {
            weight -= weight(eldest.next());
            eldest.remove();
        }
    }

    void forget() {
        hashes.clear();
        weight = 0;
    }

    private static long weight(DatasetMention mention) {
        Schema schema = mention.schema();
        ColumnLineage columns = mention.columns();
        return 4
                + (schema == null ? 0 : fields(schema.fields()))
                + (columns == null
                        ? 0
                        : columns.dataset().size()
                                + columns.fields().values().stream()
                                        .mapToLong(List::size)
                                        .sum())
                + mention.lineage().stream().mapToLong(l -> l.sources().size()).sum()
                + mention.symlinks().size();
    }

    private static long fields(List<Schema.Field> fields) {
        return fields.stream().mapToLong(f -> 1 + fields(f.fields())).sum();
    }
}
