package io.rowtrail.verifier;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code entries.csv} derived from the leaves: RFC 4180, UTF-8, no cell a spreadsheet would take for a formula. */
final class CsvForm {
    /** The first line, without its end. */
    static final String HEADER =
            "entry,recorded_at,kind,action,outcome,run,deploy,event_time,datasets,stream,leaf_hash\r";

    private CsvForm() {}

    /** The rows of {@code csv} must be those of the entries in {@code jsonl}. */
    static void requireEqual(Part csv, Part jsonl, String log) throws CheckFailed, IOException {
        // Two files in step: the rows are derived first, kept as digests, and compared one by one.
        List<byte[]> derived = new ArrayList<>();
        derived.add(Sha256.of(HEADER.getBytes(StandardCharsets.UTF_8)));
        long[] entries = {0};
        jsonl.eachLine(line -> {
            // A cell may hold a newline: a row is then several lines.
            for (String part : row(LoggedEntry.parse(line, ++entries[0], log)).split("\n", -1)) {
                derived.add(Sha256.of(part.getBytes(StandardCharsets.UTF_8)));
            }
        });
        int[] count = {0};
        csv.eachLine(line -> {
            int i = count[0]++;
            if (i >= derived.size() || !Arrays.equals(derived.get(i), Sha256.of(line))) {
                throw new CheckFailed(
                        "entries.csv line " + (i + 1),
                        "the row derived from entries.jsonl",
                        new String(line, StandardCharsets.UTF_8).strip());
            }
        });
        CheckFailed.requireEqual("lines of entries.csv", derived.size(), count[0]);
    }

    /** The row of {@code entry} without its last newline. */
    static String row(LoggedEntry entry) {
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
        return String.join(",", quoted) + "\r";
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
