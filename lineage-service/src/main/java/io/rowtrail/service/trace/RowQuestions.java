package io.rowtrail.service.trace;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.report.Report;
import io.rowtrail.service.report.Reports;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What questions about rows are about, and the record that somebody asked. */
@ApplicationScoped
class RowQuestions {
    private final Nodes nodes;
    private final LakeAccess lake;
    private final Reports reports;
    private final ReadLog reads;
    private final Callers callers;

    @Inject
    RowQuestions(Nodes nodes, LakeAccess lake, Reports reports, ReadLog reads, Callers callers) {
        this.nodes = nodes;
        this.lake = lake;
        this.reports = reports;
        this.reads = reads;
        this.callers = callers;
    }

    /** A row of a table. */
    record OfRow(DatasetId dataset, RowKey key, LakeTable table) {}

    /** The dataset that {@code report=}, {@code dataset=}, or else {@code namespace=} and {@code name=} name. */
    DatasetId dataset(
            @Nullable String dataset, @Nullable String namespace, @Nullable String name, @Nullable String report) {
        return report == null
                ? nodes.dataset(dataset, namespace, name)
                : reports.byName(report)
                        .map(Report::dataset)
                        .orElseThrow(() -> Problem.notFound("no such report").exception());
    }

    /** The row, its dataset recorded as read by the action. 404 when there is no such dataset in the lake. */
    OfRow row(String action, DatasetId dataset, @Nullable String key) {
        RowKey rowKey = RowKey.parse(key);
        return new OfRow(dataset, rowKey, table(action, dataset));
    }

    /** The dataset's table, recorded as read by the action. 404 when there is none in the lake. */
    LakeTable table(String action, DatasetId dataset) {
        Caller caller = callers.current();
        reads.record(caller.tenant(), caller.name(), action, dataset.nodeId());
        return lake.table(dataset)
                .orElseThrow(
                        () -> Problem.notFound("no such dataset in the lake").exception());
    }

    /** The columns that name a row: the table's own key, else that of a report it is; none when nothing says. */
    List<String> naming(DatasetId dataset, LakeTable table) {
        return table.key().isEmpty() ? reports.of(dataset).map(Report::key).orElse(List.of()) : table.key();
    }
}
