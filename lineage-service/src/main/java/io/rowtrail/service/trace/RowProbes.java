package io.rowtrail.service.trace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.lake.LakeRow;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.lake.RowQuery;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.service.recompute.ExactRow;
import io.rowtrail.service.recompute.Recompute;
import io.rowtrail.service.recompute.RunPlan;
import io.rowtrail.service.report.Report;
import io.rowtrail.service.report.Reports;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws rows of tagged outputs to be checked. */
@ApplicationScoped
public class RowProbes {
    /** Rows are drawn from so many of a dataset. */
    private static final int MOST_ROWS = 10_000;

    private final Nodes nodes;
    private final Reports reports;
    private final RowQuestions questions;
    private final LakeAccess lake;
    private final RowTags rowTags;
    private final ExactRows exactRows;
    private final Recompute recompute;

    @Inject
    RowProbes(
            Nodes nodes,
            Reports reports,
            RowQuestions questions,
            LakeAccess lake,
            RowTags rowTags,
            ExactRows exactRows,
            Recompute recompute) {
        this.nodes = nodes;
        this.reports = reports;
        this.questions = questions;
        this.lake = lake;
        this.rowTags = rowTags;
        this.exactRows = exactRows;
        this.recompute = recompute;
    }

    /**
     * Rows drawn.
     *
     * @param unpromised how many more were drawn of which nothing exact is said, so that there is nothing to check
     */
    public record Drawn(List<RowProbe> probes, int unpromised) {
        public Drawn {
            probes = List.copyOf(probes);
        }
    }

    /** The datasets named, or those of all reports. */
    public List<DatasetId> datasets(Optional<List<String>> named) {
        return named.map(texts -> texts.stream().map(nodes::datasetOf).toList())
                .orElseGet(() ->
                        reports.all().stream().map(Report::dataset).distinct().toList());
    }

    /**
     * Rows of a dataset's current version; the same for the same table and random numbers.
     *
     * @throws io.rowtrail.service.http.ProblemException when its rows cannot be checked, with the reason
     */
    public Drawn draw(DatasetId dataset, int rows, Random random) {
        LakeTable table = questions.table("rows.livecheck", dataset);
        List<String> naming = questions.naming(dataset, table);
        if (naming.isEmpty() || !table.isTagged()) {
            throw Problem.unprocessable("the dataset's rows have no tags, or no key is known of them")
                    .exception();
        }
        RunPlan plan = exactRows.version(dataset, table, null).plan();
        if (plan.operation() != RunPlan.Operation.WHOLE) {
            throw Problem.unprocessable("the dataset's rows are of several runs")
                    .exception();
        }
        List<ObjectNode> keys = keys(table, naming);
        Collections.shuffle(keys, random);
        List<RowProbe> probes = new ArrayList<>();
        int unpromised = 0;
        for (ObjectNode key : keys.subList(0, Math.min(rows, keys.size()))) {
            Optional<TagSet> influences = influences(table, plan, key);
            influences.ifPresent(set -> probes.add(new RowProbe(key, plan, naming, set)));
            unpromised += influences.isPresent() ? 0 : 1;
        }
        return new Drawn(probes, unpromised);
    }

    private List<ObjectNode> keys(LakeTable table, List<String> naming) {
        List<ObjectNode> keys = new ArrayList<>();
        RowQuery query = RowQuery.of(table.name(), MOST_ROWS).select(naming);
        for (LakeRow row : RowTags.rows(lake.reader(), query).rows()) {
            ObjectNode key = JsonNodeFactory.instance.objectNode();
            Values.of(row, naming).forEach(key::putPOJO);
            keys.add((ObjectNode) StrictJson.parse(key.toString()));
        }
        keys.sort(Comparator.comparing(ObjectNode::toString));
        return keys;
    }

    /** The stored set of a closed row; of an open one, with what was kept out or taken away. */
    private Optional<TagSet> influences(LakeTable table, RunPlan plan, ObjectNode key) {
        TagSet stored = rowTags.find(table, RowKey.parse(key.toString()))
                .map(RowTags.Found::tags)
                .orElse(TagSet.unknown());
        if (stored.exactness() != Exactness.EXACT) {
            return Optional.empty();
        }
        if (!stored.open()) {
            return Optional.of(stored);
        }
        ExactRow exact = recompute.row(plan, key);
        boolean usable =
                exact.isExact() && exact.present() == 1 && exact.absence().exactness() == Exactness.EXACT;
        return usable ? Optional.of(stored.union(exact.absence())) : Optional.empty();
    }
}
