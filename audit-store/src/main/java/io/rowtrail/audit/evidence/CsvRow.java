package io.rowtrail.audit.evidence;

import io.rowtrail.audit.Entry;
import io.rowtrail.audit.seal.LeafWords;
import java.util.List;
import java.util.stream.Collectors;

/** A row of RFC 4180, derived from the leaf alone, with no cell a spreadsheet would take for a formula. */
final class CsvRow {
    static final String HEADER =
            "entry,recorded_at,kind,action,outcome,run,deploy,event_time,datasets,stream,leaf_hash\r\n";

    private CsvRow() {}

    static String of(Entry entry, LeafWords leaf) {
        return List.of(
                        entry.name().toString(),
                        leaf.ingest(),
                        leaf.word("kind"),
                        leaf.word("action"),
                        leaf.word("outcome"),
                        leaf.word("run"),
                        leaf.word("deploy"),
                        leaf.event(),
                        datasets(leaf),
                        leaf.stream(),
                        entry.leafHash().hex())
                .stream()
                .map(CsvRow::quote)
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    /** The names, or how many there are when the leaf does not list them. */
    private static String datasets(LeafWords leaf) {
        return leaf.datasets()
                .map(refs -> refs.stream()
                        .map(ref -> ref.namespace() + " " + ref.name())
                        .collect(Collectors.joining(" | ")))
                .orElse(leaf.datasetCount() + " datasets");
    }

    private static String quote(String cell) {
        String safe = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        boolean plain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
