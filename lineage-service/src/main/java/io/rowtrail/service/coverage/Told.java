package io.rowtrail.service.coverage;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.service.coverage.CoverageShapes.Item;
import io.rowtrail.service.coverage.CoverageShapes.Own;
import io.rowtrail.service.coverage.CoverageShapes.Share;
import io.rowtrail.service.coverage.CoverageShapes.Untold;
import io.rowtrail.service.coverage.CoverageShapes.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was told of captured tables and of outputs, seen by dataset, by job and by hop. */
final class Told {
    private final Map<DatasetId, CapturedRows.Table> captured;
    private final List<Hop> hops = new ArrayList<>();
    private final Map<DatasetId, List<Hop>> into = new HashMap<>();
    private final List<Untold> untold = new ArrayList<>();
    private final TreeMap<DatasetId, Measured> written = new TreeMap<>();

    /** A run's way to one of its outputs. */
    record Hop(NewestWrites.Write write, Measured measured) {}

    /** What a captured table's producer tells of it is in the change store. */
    Told(Map<DatasetId, CapturedRows.Table> captured, List<NewestWrites.Write> writes) {
        this.captured = captured;
        for (NewestWrites.Write write : writes) {
            if (captured.containsKey(write.dataset())) {
                continue;
            }
            WrittenRows.of(write)
                    .ifPresentOrElse(
                            measured -> {
                                Hop hop = new Hop(write, measured);
                                hops.add(hop);
                                into.computeIfAbsent(write.dataset(), key -> new ArrayList<>())
                                        .add(hop);
                                written.merge(write.dataset(), measured, Measured::and);
                            },
                            () -> untold.add(new Untold(
                                    write.dataset().nodeId(),
                                    write.run().job().nodeId(),
                                    write.run().id().uuid())));
        }
    }

    List<Untold> untold() {
        return untold;
    }

    List<Item> datasets() {
        TreeMap<DatasetId, Item> items = new TreeMap<>();
        written.forEach((dataset, measured) ->
                items.put(dataset, Item.of(new What(dataset.nodeId(), null, null), measured, Own.NOTHING)));
        captured.forEach((dataset, table) -> items.put(
                dataset,
                Item.of(
                        new What(dataset.nodeId(), null, null),
                        table.measured(),
                        new Own(table.rowsByTagSource(), null, null, null))));
        return List.copyOf(items.values());
    }

    List<Item> jobs() {
        TreeMap<String, Measured> byJob = new TreeMap<>();
        hops.forEach(hop -> byJob.merge(hop.write().run().job().nodeId(), hop.measured(), Measured::and));
        List<Item> items = new ArrayList<>();
        byJob.forEach((job, measured) -> items.add(Item.of(new What(null, job, null), measured, Own.NOTHING)));
        return items;
    }

    List<Item> hops() {
        return hops.stream()
                .map(hop -> Item.of(
                        new What(
                                hop.write().dataset().nodeId(),
                                hop.write().run().job().nodeId(),
                                null),
                        hop.measured(),
                        new Own(null, inputs(hop), loses(hop), null)))
                .toList();
    }

    /** The hops into a dataset. */
    List<Hop> into(DatasetId dataset) {
        return into.getOrDefault(dataset, List.of());
    }

    /** Coverage of a captured table; null of any other dataset. */
    @Nullable
    Measured captured(DatasetId dataset) {
        CapturedRows.Table table = captured.get(dataset);
        return table == null ? null : table.measured();
    }

    private List<Share> inputs(Hop hop) {
        return hop.write().run().inputs().stream()
                .map(DatasetMention::id)
                .distinct()
                .map(input -> new Share(input.nodeId(), share(input)))
                .toList();
    }

    private @Nullable Double share(DatasetId dataset) {
        Measured measured = captured.containsKey(dataset) ? captured(dataset) : written.get(dataset);
        return measured == null ? null : Double.valueOf(measured.value());
    }

    /**
     * Whether a smaller share comes out than goes in with any input. Captured rows all have an ordinal, with or without a trace:
     * no set is less exact for them.
     */
    boolean loses(Hop hop) {
        double least = hop.write().run().inputs().stream()
                .map(DatasetMention::id)
                .filter(input -> !captured.containsKey(input))
                .flatMap(input -> Optional.ofNullable(written.get(input)).stream())
                .mapToDouble(Measured::value)
                .min()
                .orElse(1);
        return hop.measured().value() < least;
    }
}
