package io.rowtrail.verifier;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code entries.csv} derived from the leaves: RFC 4180, UTF-8, no cell a spreadsheet would take for a formula. */
final class CsvForm {
    private static final String HEADER =
            "entry,recorded_at,kind,action,outcome,run,deploy,event_time,datasets,stream,leaf_hash\r\n";

    private CsvForm() {}

    static byte[] of(List<LoggedEntry> entries) {
        StringBuilder csv = new StringBuilder(HEADER);
        for (LoggedEntry entry : entries) {
            Json time = Json.member(entry.leaf(), "time");
            List<String> cells = List.of(
                    entry.name(),
                    entry.recordedAt(),
                    entry.word("kind"),
                    entry.word("action"),
                    entry.word("outcome"),
                    entry.word("run"),
                    entry.word("deploy"),
                    time == null ? "" : Json.textOrEmpty(time, "event"),
                    datasets(entry.leaf()),
                    stream(entry.leaf()),
                    Sha256.hex(entry.leafHash()));
            List<String> quoted = new ArrayList<>();
            cells.forEach(cell -> quoted.add(quote(cell)));
            csv.append(String.join(",", quoted)).append("\r\n");
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The listed names, or how many there are when the leaf does not list them. */
    private static String datasets(Json leaf) {
        Json datasets = Json.member(leaf, "datasets");
        if (datasets == null) {
            return "";
        }
        if (!(Json.member(datasets, "list") instanceof Json.Items list)) {
            return Json.member(datasets, "count") instanceof Json.Whole count ? count.value() + " datasets" : "";
        }
        List<String> names = new ArrayList<>();
        for (Json item : list.items()) {
            if (item instanceof Json.Items pair && pair.items().size() == 2) {
                names.add(word(pair.items().get(0)) + " " + word(pair.items().get(1)));
            }
        }
        return String.join(" | ", names);
    }

    private static String stream(Json leaf) {
        Json stream = Json.member(leaf, "stream");
        return stream == null ? "" : Json.textOrEmpty(stream, "id") + "#" + Json.textOrEmpty(stream, "seq");
    }

    private static String word(Json value) {
        return value instanceof Json.Text text ? text.text() : "";
    }

    private static String quote(String cell) {
        String safe = !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
        boolean plain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }
}
