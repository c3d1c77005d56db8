package io.rowtrail.graph.memory;

import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.Position;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.Visibility;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A {@link LineageGraph} in memory. */
public final class InMemoryLineageGraph extends FoldedReader implements LineageGraph {

    private final Map<String, Position> positions = new HashMap<>();
    private final Map<String, Long> skipped = new HashMap<>();
    private final List<LoggedFacts> log = new ArrayList<>();
    private FoldedLog folded = FoldedLog.of(List.of());
    private boolean stale;

    public InMemoryLineageGraph(Clock clock) {
        super(clock, Visibility.ALL, TimePoint.NOW);
    }

    @Override
    public synchronized Position position(String name) {
        return positions.getOrDefault(name, new Position(name, 0, 0));
    }

    @Override
    public synchronized Applied apply(Batch batch) {
        Position position = position(batch.log());
        if (batch.epoch() < position.epoch()) {
            return new Applied.StaleEpoch(position);
        }
        if (batch.fromIndex() != position.nextIndex()) {
            return new Applied.UnexpectedIndex(position);
        }
        Position next = new Position(batch.log(), batch.epoch(), batch.toIndex());
        log.addAll(batch.facts());
        stale = true;
        positions.put(batch.log(), next);
        skipped.merge(batch.log(), batch.skipped(), Long::sum);
        return new Applied.Folded(next);
    }

    @Override
    public synchronized long skipped(String name) {
        return skipped.getOrDefault(name, 0L);
    }

    @Override
    public synchronized void reset() {
        log.clear();
        skipped.clear();
        stale = true;
        positions.replaceAll((name, position) -> new Position(name, position.epoch(), 0));
    }

    @Override
    synchronized List<LoggedFacts> log() {
        return List.copyOf(log);
    }

    @Override
    synchronized FoldedLog whole() {
        if (stale) {
            folded = FoldedLog.of(log);
            stale = false;
        }
        return folded;
    }

    @Override
    public void export(ExportForm form, Consumer<String> line) {
        whole().lines(form).forEach(line);
    }

    @Override
    public void prepare() {
        // nothing is planned
    }

    @Override
    public void close() {
        // nothing is held
    }
}
