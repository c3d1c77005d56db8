package io.rowtrail.service.coverage;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.service.change.ChangeLookup;
import io.rowtrail.trace.TagSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Coverage of captured tables: rows that a trace came with, of all but those a snapshot read. */
@ApplicationScoped
class CapturedRows {
    private static final Set<TagSource> UNTRACED = EnumSet.of(TagSource.NONE, TagSource.INVALID, TagSource.GAP);

    private final ChangeLookup changes;

    @Inject
    CapturedRows(ChangeLookup changes) {
        this.changes = changes;
    }

    /** Coverage of one table, and its rows by what supplied their trace. */
    record Table(Measured measured, Map<String, String> rowsByTagSource) {}

    Map<DatasetId, Table> byTable() {
        TreeMap<DatasetId, TreeMap<TagSource, Long>> rows = new TreeMap<>();
        for (ChangeLookup.Coverage one : changes.coverage()) {
            rows.computeIfAbsent(new DatasetId(one.namespace(), one.name()), key -> new TreeMap<>())
                    .merge(one.tagSource(), one.rows(), Long::sum);
        }
        TreeMap<DatasetId, Table> tables = new TreeMap<>();
        rows.forEach((dataset, bySource) -> tables.put(dataset, table(dataset, bySource)));
        return tables;
    }

    private static Table table(DatasetId dataset, Map<TagSource, Long> rows) {
        long all = 0;
        long untraced = 0;
        Map<String, String> bySource = new TreeMap<>();
        Map<String, String> excluded = new TreeMap<>();
        List<Map.Entry<TagSource, Long>> lost = new ArrayList<>();
        for (Map.Entry<TagSource, Long> entry : rows.entrySet()) {
            String count = Long.toString(entry.getValue());
            bySource.put(entry.getKey().wire(), count);
            if (entry.getKey() == TagSource.SNAPSHOT) {
                excluded.put(entry.getKey().wire(), count);
            } else {
                all += entry.getValue();
            }
            if (UNTRACED.contains(entry.getKey())) {
                untraced += entry.getValue();
                lost.add(entry);
            }
        }
        lost.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        List<Measured.Offender> offenders = lost.stream()
                .map(entry -> new Measured.Offender(
                        dataset.nodeId(),
                        "tagSource",
                        entry.getKey().wire(),
                        Long.toString(entry.getValue()),
                        null,
                        List.of()))
                .toList();
        return new Table(new Measured(all - untraced, all, excluded, offenders), bySource);
    }
}
