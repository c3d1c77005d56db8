package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.FactsBounds;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.fold.Region.Passing;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which of some united events name which edges; those named by the same events share one region. */
final class EdgeNames {

    /** Takes an edge, where it is named, and the first entry from which that is known. */
    interface Visitor {
        void visit(Edge edge, Region named, EntryRef told);
    }

    private final List<LoggedFacts> events;
    private final Map<DatasetId, BitSet> inputs = new LinkedHashMap<>();
    private final Map<DatasetId, BitSet> outputs = new LinkedHashMap<>();
    private final Map<DatasetId, BitSet> aloneInputs = new LinkedHashMap<>();
    private final Map<DatasetId, BitSet> aloneOutputs = new LinkedHashMap<>();
    private final Map<DatasetId, BitSet> explained = new HashMap<>();
    private final Map<ToldEdges.Pair, BitSet> flows = new LinkedHashMap<>();
    private final Map<ColumnEdge, BitSet> columns = new LinkedHashMap<>();
    private final Map<JobPairs.Pair, BitSet> links = new LinkedHashMap<>();
    private final Map<BitSet, Frontier> frontiers = new HashMap<>();
    private final Map<BitSet, EntryRef> firsts = new HashMap<>();

    private EdgeNames(List<LoggedFacts> events) {
        this.events = events;
    }

    static EdgeNames of(List<LoggedFacts> events) {
        EdgeNames names = new EdgeNames(events);
        for (int i = 0; i < events.size(); i++) {
            ToldEdges told = ToldEdges.of(events.get(i).facts());
            int at = i;
            boolean alone = told.alone();
            told.inputs().forEach(d -> mark(alone ? names.aloneInputs : names.inputs, d, at));
            told.outputs().forEach(d -> mark(alone ? names.aloneOutputs : names.outputs, d, at));
            if (!alone) {
                told.explained().forEach(d -> mark(names.explained, d, at));
            }
            told.flows().forEach(p -> mark(names.flows, p, at));
            told.links().forEach(p -> mark(names.links, p, at));
            told.columns().forEach(c -> mark(names.columns, c, at));
        }
        if (events.size() > 1) {
            names.bound();
        }
        return names;
    }

    /** What one event tells is bounded already. */
    private void bound() {
        UnionBounds.cut(inputs, aloneInputs, FactsBounds.DATASETS);
        UnionBounds.cut(outputs, aloneOutputs, FactsBounds.DATASETS);
        int in = FactsBounds.beside(inputs.size(), outputs.size());
        int out = FactsBounds.beside(outputs.size(), inputs.size());
        UnionBounds.cut(inputs, Comparator.naturalOrder(), in);
        UnionBounds.cut(outputs, Comparator.naturalOrder(), out);
        UnionBounds.cut(flows, UnionBounds::compare, FactsBounds.FLOWS);
        UnionBounds.cut(links, UnionBounds::compare, FactsBounds.DATASETS);
        UnionBounds.cut(columns, Comparator.naturalOrder(), FactsBounds.SOURCES);
    }

    private static <K> void mark(Map<K, BitSet> marks, K key, int event) {
        marks.computeIfAbsent(key, k -> new BitSet()).set(event);
    }

    void forEach(@Nullable JobId job, Visitor visitor) {
        if (job != null) {
            either(inputs, aloneInputs).forEach((d, in) -> visitor.visit(new Edge.Read(d, job), region(in), first(in)));
            either(outputs, aloneOutputs)
                    .forEach((d, in) -> visitor.visit(new Edge.Write(job, d), region(in), first(in)));
            links.forEach((pair, in) ->
                    visitor.visit(new Edge.Link(pair.from(), pair.to(), pair.kind(), job), region(in), first(in)));
            product(job, visitor);
        }
        flows.forEach((pair, in) -> {
            if (!product(pair)) {
                visitor.visit(new Edge.Flow(pair.from(), pair.to(), job), region(in), first(in));
            }
        });
        columns.forEach((edge, in) -> visitor.visit(new Edge.Derive(edge, job), region(in), first(in)));
    }

    private static Map<DatasetId, BitSet> either(Map<DatasetId, BitSet> united, Map<DatasetId, BitSet> alone) {
        if (alone.isEmpty()) {
            return united;
        }
        Map<DatasetId, BitSet> either = new LinkedHashMap<>(united);
        alone.forEach((dataset, in) -> either.merge(dataset, in, (a, b) -> {
            BitSet both = (BitSet) a.clone();
            both.or(b);
            return both;
        }));
        return either;
    }

    /** Every input goes to every output, unless and until that output's sources are stated outright. */
    private void product(JobId job, Visitor visitor) {
        inputs.forEach((from, read) -> outputs.forEach((to, written) -> {
            Frontier both = frontier(read).meet(frontier(written));
            BitSet told = explained.get(to);
            Region region = told == null
                    ? Region.of(both)
                    : Region.of(Frontier.NOWHERE, List.of(new Passing(both, frontier(told))));
            EntryRef first = EdgeReach.max(first(read), first(written));
            BitSet outright = flows.get(new ToldEdges.Pair(from, to));
            if (outright != null) {
                region = region.union(region(outright));
                first = EdgeReach.min(first, first(outright));
            }
            visitor.visit(new Edge.Flow(from, to, job), region, first);
        }));
    }

    private boolean product(ToldEdges.Pair pair) {
        return inputs.containsKey(pair.from()) && outputs.containsKey(pair.to());
    }

    private Region region(BitSet in) {
        return Region.of(frontier(in));
    }

    private Frontier frontier(BitSet in) {
        return frontiers.computeIfAbsent(in, bits -> {
            List<Frontier.Point> points = new ArrayList<>();
            bits.stream().forEach(i -> points.addAll(Registers.points(events.get(i))));
            return Frontier.of(points);
        });
    }

    private EntryRef first(BitSet in) {
        return firsts.computeIfAbsent(
                in,
                bits -> bits.stream()
                        .mapToObj(i -> events.get(i).first())
                        .reduce(EdgeReach::min)
                        .orElseThrow());
    }
}
