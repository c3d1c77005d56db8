package io.rowtrail.service;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.EventHeader;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.RunEventType;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.facts.Schema;
import io.rowtrail.graph.facts.Transformation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A graph in layers: each job reads two datasets of the layer above, its own position's and another, and writes one.
 *
 * @param jobs all of them
 * @param layers of jobs
 * @param columns of each dataset, each made of the same column of both inputs
 */
record LayeredGraph(int jobs, int layers, int columns) {
    private static final String NAMESPACE = "postgres://warehouse:5432";
    private static final Transformation IDENTITY = new Transformation("DIRECT", "IDENTITY", "", false);

    private int width() {
        return jobs / layers;
    }

    List<EventFacts> events() {
        List<EventFacts> events = new ArrayList<>();
        for (int layer = 1; layer <= layers; layer++) {
            for (int position = 0; position < width(); position++) {
                events.add(event(layer, position));
            }
        }
        return events;
    }

    DatasetId dataset(int layer, Random random) {
        return id(layer, random.nextInt(width()));
    }

    ColumnRef column(int layer, Random random) {
        return new ColumnRef(id(layer, random.nextInt(width())), "column_" + random.nextInt(columns));
    }

    private static DatasetId id(int layer, int position) {
        return new DatasetId(NAMESPACE, "lake.layer_" + layer + ".table_" + position);
    }

    private EventFacts event(int layer, int position) {
        List<DatasetId> inputs = List.of(id(layer - 1, position), id(layer - 1, (position * 7 + layer) % width()));
        Map<String, List<ColumnLineage.Source>> fields = new TreeMap<>();
        List<Schema.Field> schema = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            String name = "column_" + column;
            schema.add(new Schema.Field(name, "bigint", List.of()));
            fields.put(
                    name,
                    inputs.stream()
                            .distinct()
                            .map(input -> new ColumnLineage.Source(new ColumnRef(input, name), IDENTITY))
                            .toList());
        }
        DatasetMention output = new DatasetMention(
                id(layer, position),
                new Schema(schema),
                null,
                new ColumnLineage(fields, List.of()),
                List.of(),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                List.of());
        return new RunFacts(
                EventHeader.of(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(layer * 60L), "https://p", List.of()),
                RunEventType.COMPLETE,
                new RunId(new UUID(layer, position).toString()),
                JobMention.of(new JobId("pipelines", "etl.layer_" + layer + ".job_" + position)),
                null,
                null,
                false,
                null,
                List.of(),
                inputs.stream().distinct().map(DatasetMention::of).toList(),
                List.of(output));
    }
}
