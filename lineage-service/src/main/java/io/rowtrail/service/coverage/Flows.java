package io.rowtrail.service.coverage;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.service.coverage.CoverageShapes.Item;
import io.rowtrail.service.coverage.CoverageShapes.Own;
import io.rowtrail.service.coverage.CoverageShapes.What;
import io.rowtrail.service.report.Report;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that leads to a report, by the newest runs: as good as the weakest of its hops. */
final class Flows {
    private final Told told;

    Flows(Told told) {
        this.told = told;
    }

    /** A flow for each report that anything measured leads to. */
    List<Item> of(List<Report> reports) {
        List<Item> items = new ArrayList<>();
        for (Report report : reports) {
            List<CoverageShapes.Hop> hops = new ArrayList<>();
            Measured weakest = walk(report.dataset(), hops);
            if (weakest != null) {
                items.add(Item.of(
                        new What(report.dataset().nodeId(), null, report.name()),
                        weakest,
                        new Own(null, null, null, hops)));
            }
        }
        return items;
    }

    private @Nullable Measured walk(DatasetId end, List<CoverageShapes.Hop> hops) {
        Measured weakest = null;
        Set<DatasetId> seen = new LinkedHashSet<>(Set.of(end));
        Deque<DatasetId> next = new ArrayDeque<>(seen);
        while (!next.isEmpty()) {
            DatasetId dataset = next.remove();
            Measured captured = told.captured(dataset);
            if (captured != null) {
                hops.add(new CoverageShapes.Hop(null, dataset.nodeId(), captured.value(), captured.value() < 1));
                weakest = weaker(weakest, captured);
                continue;
            }
            for (Told.Hop hop : told.into(dataset)) {
                hops.add(new CoverageShapes.Hop(
                        hop.write().run().job().nodeId(),
                        dataset.nodeId(),
                        hop.measured().value(),
                        told.loses(hop)));
                weakest = weaker(weakest, hop.measured());
                for (DatasetMention input : hop.write().run().inputs()) {
                    if (seen.add(input.id())) {
                        next.add(input.id());
                    }
                }
            }
        }
        return weakest;
    }

    private static Measured weaker(@Nullable Measured one, Measured other) {
        return one == null || other.value() < one.value() ? other : one;
    }
}
