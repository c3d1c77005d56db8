package io.rowtrail.graph.facts;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as an event mentions it. Each part is null or empty when the event does not tell of it.
 *
 * @param version the catalogue's name of the version read or written
 * @param columns column lineage into this dataset
 * @param lineage explicit lineage into this dataset, sorted
 * @param symlinks other names of the same data, sorted
 * @param subset the part of it that is meant, where not the whole
 * @param deletedFacets names of facets the event deletes, sorted
 */
public record DatasetMention(
        DatasetId id,
        @Nullable Schema schema,
        @Nullable String version,
        @Nullable ColumnLineage columns,
        List<ExplicitLineage> lineage,
        @Nullable Lifecycle lifecycle,
        List<Symlink> symlinks,
        @Nullable Statistics statistics,
        @Nullable RowTags tags,
        @Nullable SnapshotPin snapshot,
        @Nullable Subset subset,
        List<String> deletedFacets) {

    public DatasetMention {
        lineage = lineage.stream().distinct().sorted().toList();
        symlinks = symlinks.stream().distinct().sorted().toList();
        deletedFacets = deletedFacets.stream().distinct().sorted().toList();
    }

    public static DatasetMention of(DatasetId id) {
        return new DatasetMention(id, null, null, null, List.of(), null, List.of(), null, null, null, null, List.of());
    }

    /** Returns this with other statistics. */
    public DatasetMention withStatistics(@Nullable Statistics other) {
        return new DatasetMention(
                id,
                schema,
                version,
                columns,
                lineage,
                lifecycle,
                symlinks,
                other,
                tags,
                snapshot,
                subset,
                deletedFacets);
    }

    /** Returns this without its schema and what its columns are made of. */
    public DatasetMention withoutColumns() {
        return schema == null && columns == null && lineage.isEmpty()
                ? this
                : new DatasetMention(
                        id,
                        null,
                        version,
                        null,
                        List.of(),
                        lifecycle,
                        symlinks,
                        statistics,
                        tags,
                        snapshot,
                        subset,
                        deletedFacets);
    }

    /** Returns what is told of the dataset itself: this without what is counted and named anew at each run. */
    public DatasetMention described() {
        return version == null && statistics == null && tags == null && snapshot == null
                ? this
                : new DatasetMention(
                        id,
                        schema,
                        null,
                        columns,
                        lineage,
                        lifecycle,
                        symlinks,
                        null,
                        null,
                        null,
                        subset,
                        deletedFacets);
    }

    /** Sorts by dataset; of a dataset mentioned twice, the later mention of the list fills what the earlier left out. */
    static List<DatasetMention> sorted(List<DatasetMention> mentions) {
        TreeMap<DatasetId, DatasetMention> byId = new TreeMap<>();
        for (DatasetMention mention : mentions) {
            byId.merge(mention.id(), mention, Mentions::united);
        }
        return List.copyOf(byId.values());
    }

    /** Returns this with what it does not tell filled from another mention of the same dataset; lists are united. */
    public DatasetMention filledFrom(DatasetMention other) {
        return Mentions.united(this, other);
    }

    /** Another name of the same data. */
    public record Symlink(DatasetId id, String type) implements Comparable<Symlink> {
        @Override
        public int compareTo(Symlink other) {
            int first = id.compareTo(other.id);
            return first != 0 ? first : type.compareTo(other.type);
        }
    }

    /**
     * A change of the dataset's life.
     *
     * @param previous its former name, for a rename
     */
    public record Lifecycle(Change change, @Nullable DatasetId previous) {

        /** The changes OpenLineage knows. */
        public enum Change {
            ALTER,
            CREATE,
            DROP,
            OVERWRITE,
            RENAME,
            TRUNCATE
        }
    }

    /** What was written or read, in rows, bytes and files; null where untold. */
    public record Statistics(
            @Nullable Long rows,
            @Nullable Long bytes,
            @Nullable Long files) {

        /** Adds up; what only one tells is taken as it is. */
        public Statistics plus(Statistics other) {
            return new Statistics(sum(rows, other.rows), sum(bytes, other.bytes), sum(files, other.files));
        }

        private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
            return a == null || b == null ? (a == null ? b : a) : Long.valueOf(a + b);
        }
    }

    /**
     * How far the rows of an output name the source transactions behind them (facet {@code rowtrail_tags}).
     *
     * @param rows rows written
     * @param tagged rows with at least one ordinal
     * @param exact rows whose set is complete
     * @param truncated rows whose set hit the bound
     * @param unknown rows behind an operator that could not be seen through
     * @param minOrdinal smallest ordinal of any row
     * @param maxOrdinal largest ordinal of any row
     * @param guarantee {@code closed}, {@code open}, {@code nondeterministic} or {@code broken}
     * @param breaks the operators that tags did not pass, sorted
     */
    public record RowTags(
            @Nullable Long rows,
            @Nullable Long tagged,
            @Nullable Long exact,
            @Nullable Long truncated,
            @Nullable Long unknown,
            @Nullable Long minOrdinal,
            @Nullable Long maxOrdinal,
            @Nullable String guarantee,
            List<Break> breaks) {
        public RowTags {
            breaks = breaks.stream().distinct().sorted().toList();
        }
    }

    /**
     * An operator that tags did not pass.
     *
     * @param operator as the plan calls it
     * @param rows the rows that are unknown because of it; null where they cannot be told from those of other operators
     */
    public record Break(String operator, @Nullable Long rows) implements Comparable<Break> {
        private static final Comparator<Break> ORDER = Comparator.comparing(Break::operator)
                .thenComparing(Break::rows, Comparator.nullsFirst(Comparator.naturalOrder()));

        @Override
        public int compareTo(Break other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * The snapshot read or written (facet {@code rowtrail_snapshot}).
     *
     * @param snapshotId the table format's id
     * @param completeThrough the change ordinal up to which the input was complete
     * @param sequence the catalogue's number of the snapshot, growing with each one of the dataset
     */
    public record SnapshotPin(
            @Nullable String snapshotId,
            @Nullable Long completeThrough,
            @Nullable Long sequence) {}

    /**
     * A part of a dataset (facet {@code subset}). The values of its condition may be personal data and stay in the payload.
     *
     * @param kind {@code location}, {@code partition}, {@code compare} or {@code binary}
     * @param fields columns or partition dimensions the condition speaks of, sorted
     * @param parts how many locations, partitions or comparisons it lists
     */
    public record Subset(String kind, List<String> fields, int parts) {
        public Subset {
            fields = fields.stream().distinct().sorted().toList();
        }
    }
}
