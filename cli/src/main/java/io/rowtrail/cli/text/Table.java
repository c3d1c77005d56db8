package io.rowtrail.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows under headings, laid out for one width. A table too wide for a terminal has its longest values shortened in the
 * middle; where that is not allowed or does not help, each row is written as a block of {@code heading  value} lines.
 */
final class Table {
    private static final String GAP = "  ";
    private static final int NARROWEST = 9;

    private final List<String> headings;
    private final List<List<String>> rows;

    /** @param rows as many cells each as there are headings, already harmless */
    Table(List<String> headings, List<List<String>> rows) {
        this.headings = List.copyOf(headings);
        this.rows = rows.stream().map(List::copyOf).toList();
    }

    /** The lines; the first is the headings' unless the rows had to be written as blocks. */
    List<String> lines(Width width) {
        int[] natural = naturalWidths();
        if (total(natural) <= width.columns()) {
            return grid(natural);
        }
        if (width.cutting()) {
            int[] shrunk = shrink(natural, width.columns());
            if (total(shrunk) <= width.columns()) {
                return grid(shrunk);
            }
        }
        return blocks();
    }

    private int[] naturalWidths() {
        int[] widths = new int[headings.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = length(headings.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return widths;
    }

    /** Takes from the widest column, again and again, until the table fits or no column has anything to give. */
    private static int[] shrink(int[] natural, int columns) {
        int[] widths = natural.clone();
        while (total(widths) > columns) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                if (widths[i] > widths[widest]) {
                    widest = i;
                }
            }
            if (widths[widest] <= NARROWEST) {
                return widths;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * Math.max(0, widths.length - 1);
    }

    private List<String> grid(int[] widths) {
        List<String> lines = new ArrayList<>();
        List<Boolean> numeric = numericColumns();
        lines.add(line(headings, widths, numeric));
        for (List<String> row : rows) {
            lines.add(line(row, widths, numeric));
        }
        return lines;
    }

    private List<Boolean> numericColumns() {
        List<Boolean> numeric = new ArrayList<>();
        for (int i = 0; i < headings.size(); i++) {
            int column = i;
            List<String> cells = rows.stream().map(row -> row.get(column)).toList();
            numeric.add(cells.stream().allMatch(cell -> cell.matches("-?[0-9][0-9,]*(\\.[0-9]+)?|-?"))
                    && cells.stream().anyMatch(cell -> cell.length() > 1 || cell.matches("[0-9]")));
        }
        return numeric;
    }

    private static String line(List<String> cells, int[] widths, List<Boolean> rightAligned) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cut(cells.get(i), widths[i]);
            String padding = " ".repeat(widths[i] - length(cell));
            line.append(i == 0 ? "" : GAP).append(rightAligned.get(i) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private List<String> blocks() {
        int widest = headings.stream().mapToInt(Table::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            if (row > 0) {
                lines.add("");
            }
            for (int i = 0; i < headings.size(); i++) {
                String heading = headings.get(i);
                String cell = rows.get(row).get(i);
                lines.add(heading + " ".repeat(widest - length(heading)) + GAP + cell);
            }
        }
        return lines;
    }

    /** The start and the end of a long value tell ids apart better than the start alone. */
    private static String cut(String cell, int width) {
        int[] points = cell.codePoints().toArray();
        if (points.length <= width) {
            return cell;
        }
        int tail = (width - 1) / 3;
        int head = width - 1 - tail;
        return new String(points, 0, head) + '…' + new String(points, points.length - tail, tail);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
