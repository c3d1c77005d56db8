package io.rowtrail.cli.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What a verb shows: headings, fields, tables and notes, in the order they were added. Everything added is made
 * harmless here, so no view can forget to.
 */
public final class Page {
    private final Width width;
    private final Ink ink;
    private final List<String> lines = new ArrayList<>();

    public Page(Width width, Ink ink) {
        this.width = width;
        this.ink = ink;
    }

    /** A line on its own with a blank line before it, unless it is the first. */
    public Page heading(String text) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(ink.bold(Plain.of(text)));
        return this;
    }

    /** A line of plain words. */
    public Page line(String text) {
        lines.add(Plain.of(text));
        return this;
    }

    /** A name and its value, indented below a heading. */
    public Page field(String name, String value) {
        String label = Plain.of(name);
        lines.add("  " + label + " ".repeat(Math.max(1, 18 - label.length())) + Plain.of(value));
        return this;
    }

    /**
     * Rows under headings.
     *
     * @param rows as many cells each as there are headings
     */
    public Page table(List<String> headings, List<List<String>> rows) {
        List<String> safeHeadings = headings.stream().map(Plain::of).toList();
        List<List<String>> safeRows =
                rows.stream().map(row -> row.stream().map(Plain::of).toList()).toList();
        Width inner = new Width(width.columns() - 2, width.cutting());
        for (String line : new Table(safeHeadings, safeRows).lines(inner)) {
            lines.add(line.isEmpty() ? "" : "  " + line);
        }
        return this;
    }

    /** Something the reader must not miss: what the answer leaves out or cannot promise. */
    public Page warning(String text) {
        lines.add(ink.yellow(Plain.of(text)));
        return this;
    }

    /** A check that held, in words. */
    public Page good(String text) {
        lines.add(ink.green(Plain.of(text)));
        return this;
    }

    /** A check that failed, in words. */
    public Page bad(String text) {
        lines.add(ink.red(Plain.of(text)));
        return this;
    }

    /** The lines, each ended by a line feed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
