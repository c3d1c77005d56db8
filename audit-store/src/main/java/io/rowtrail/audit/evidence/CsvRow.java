package io.rowtrail.audit.evidence;

import java.util.List;
import java.util.stream.Collectors;

/** A row of RFC 4180 with no cell a spreadsheet would take for a formula. */
final class CsvRow {
    static final String HEADER =
            "entry,recorded_at,kind,action,outcome,run,deploy,event_time,datasets,stream,leaf_hash\r\n";

    private CsvRow() {}

    static String of(List<String> cells) {
        return cells.stream().map(CsvRow::quote).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String quote(String cell) {
        String safe = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        boolean plain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
