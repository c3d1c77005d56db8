package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunFacts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one event says of edges, before it is known whether they have effect.
 *
 * @param inputs datasets read
 * @param outputs datasets written
 * @param explained outputs whose sources are stated outright, in place of all inputs
 * @param flows dataset to dataset, stated outright; of an event that stands alone, all of them
 * @param columns column to column
 * @param links job to job
 * @param alone whether the event is complete in itself (a snapshot of a stream), so that it does not unite with its run
 */
record ToldEdges(
        Set<DatasetId> inputs,
        Set<DatasetId> outputs,
        Set<DatasetId> explained,
        Set<Pair> flows,
        Set<ColumnEdge> columns,
        Set<JobPairs.Pair> links,
        boolean alone) {

    /** A flow stated outright. */
    record Pair(DatasetId from, DatasetId to) {}

    static ToldEdges of(EventFacts facts) {
        ToldEdges told = new ToldEdges(
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                JobPairs.of(facts),
                facts instanceof RunFacts one && one.job().standsAlone());
        facts.inputs().forEach(m -> told.inputs.add(m.id()));
        facts.outputs().forEach(m -> told.outputs.add(m.id()));
        List<ExplicitLineage> explicit = new ArrayList<>();
        JobId job = null;
        if (facts instanceof RunFacts one) {
            explicit.addAll(one.job().lineage());
            job = one.job().id();
        } else if (facts instanceof JobFacts one) {
            explicit.addAll(one.job().lineage());
            job = one.job().id();
        }
        for (DatasetMention mention : written(facts)) {
            explicit.addAll(mention.lineage());
            ColumnLineage columns = mention.columns();
            if (columns != null) {
                told.addColumns(mention.id(), columns);
            }
        }
        for (ExplicitLineage lineage : explicit) {
            told.addExplicit(lineage, job);
        }
        if (told.alone) {
            told.addProduct();
        }
        return told;
    }

    /** Every input of this one event goes to every output, but for those whose sources are stated outright. */
    private void addProduct() {
        for (DatasetId to : outputs) {
            if (!explained.contains(to)) {
                inputs.forEach(from -> flows.add(new Pair(from, to)));
            }
        }
    }

    private static List<DatasetMention> written(EventFacts facts) {
        return facts instanceof DatasetFacts dataset ? List.of(dataset.dataset()) : facts.outputs();
    }

    private void addColumns(DatasetId target, ColumnLineage lineage) {
        lineage.fields().forEach((field, sources) -> {
            for (ColumnLineage.Source source : sources) {
                columns.add(new ColumnEdge(source.column(), new ColumnRef(target, field), source.transformation()));
            }
        });
        for (ColumnLineage.Source source : lineage.dataset()) {
            columns.add(new ColumnEdge(source.column(), ColumnRef.whole(target), source.transformation()));
        }
    }

    /** What flows into another job is that job's to tell; what a job makes by itself has no source. */
    private void addExplicit(ExplicitLineage lineage, @Nullable JobId job) {
        if (lineage.target() instanceof DatasetId target) {
            explained.add(target);
            if (job != null) {
                outputs.add(target);
            }
            for (ExplicitLineage.Source source : lineage.sources()) {
                if (source.node() instanceof ColumnRef column) {
                    columns.add(new ColumnEdge(
                            column, new ColumnRef(target, source.targetField()), source.transformation()));
                }
                dataset(source).ifPresent(from -> flows.add(new Pair(from, target)));
            }
        }
        if (job != null
                && (lineage.target() instanceof DatasetId || lineage.target().equals(job))) {
            lineage.sources().forEach(source -> dataset(source).ifPresent(inputs::add));
        }
    }

    private static Optional<DatasetId> dataset(ExplicitLineage.Source source) {
        if (source.node() instanceof ColumnRef column) {
            return Optional.of(column.dataset());
        }
        return source.node() instanceof DatasetId dataset ? Optional.of(dataset) : Optional.empty();
    }
}
