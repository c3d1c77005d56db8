package io.rowtrail.graph;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention.RowTags;
import io.rowtrail.graph.facts.DatasetMention.SnapshotPin;
import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.facts.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of a dataset, as a run wrote it.
 *
 * @param version the catalogue's name where told, else the run's id
 * @param run that wrote it
 * @param time greatest event time of the run that mentions it
 */
public record VersionView(
        DatasetId dataset,
        String version,
        RunId run,
        Effect effect,
        Instant time,
        @Nullable Schema schema,
        @Nullable Statistics statistics,
        @Nullable RowTags tags,
        @Nullable SnapshotPin snapshot,
        List<EntryRef> evidence) {}
