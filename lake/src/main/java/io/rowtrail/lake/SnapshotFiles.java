package io.rowtrail.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.InclusiveMetricsEvaluator;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/**
 * The files of the snapshots that were asked for last, with the bounds of the columns asked by. A snapshot never changes, and
 * reading its manifests is most of the time of a question for few rows: a change table has one a commit until they are merged.
 */
final class SnapshotFiles {
    private final int mostFiles;
    private final LinkedHashMap<Key, List<FileScanTask>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int files;

    /** @param mostFiles of all snapshots together; the least used go, and a snapshot of more is read each time */
    SnapshotFiles(int mostFiles) {
        this.mostFiles = mostFiles;
    }

    private record Key(UUID table, long snapshot, Set<Integer> columns) {}

    /**
     * The files whose bounds do not say that no row can meet the condition.
     *
     * @param columns ids of the condition's
     */
    List<FileScanTask> of(Table table, long snapshot, Schema schema, Expression condition, Set<Integer> columns) {
        Key key = new Key(table.uuid(), snapshot, Set.copyOf(columns));
        List<FileScanTask> all = known(key);
        if (all == null) {
            all = plan(table, key);
            keep(key, all);
        }
        InclusiveMetricsEvaluator bounds = new InclusiveMetricsEvaluator(schema, condition);
        return all.stream().filter(task -> bounds.eval(task.file())).toList();
    }

    private static List<FileScanTask> plan(Table table, Key key) {
        List<FileScanTask> tasks = new ArrayList<>();
        TableScan scan = table.newScan().useSnapshot(key.snapshot());
        // By their names then: they may have been renamed since.
        List<String> columns = key.columns().stream()
                .map(id -> scan.schema().findColumnName(id))
                .filter(Objects::nonNull)
                .toList();
        try (CloseableIterable<FileScanTask> planned =
                scan.includeColumnStats(columns).planFiles()) {
            planned.forEach(tasks::add);
        } catch (IOException e) {
            throw new LakeException("cannot plan a read of " + table.name(), e);
        }
        return List.copyOf(tasks);
    }

    private @Nullable List<FileScanTask> known(Key key) {
        synchronized (kept) {
            return kept.get(key);
        }
    }

    private void keep(Key key, List<FileScanTask> tasks) {
        if (tasks.size() > mostFiles) {
            return;
        }
        synchronized (kept) {
            if (kept.putIfAbsent(key, tasks) == null) {
                files += cost(tasks);
            }
            Iterator<Map.Entry<Key, List<FileScanTask>>> eldest =
                    kept.entrySet().iterator();
            while (files > mostFiles && eldest.hasNext()) {
                files -= cost(eldest.next().getValue());
                eldest.remove();
            }
        }
    }

    /** One more than the files: many small snapshots are bounded too. */
    private static int cost(List<FileScanTask> tasks) {
        return tasks.size() + 1;
    }
}
