package io.rowtrail.cli.text;

/**
 * How many columns an answer may take, and whether long values may be cut to get there. A file or a pipe is never cut:
 * what reads it needs the ids whole.
 *
 * @param columns the width aimed at, at least 20
 * @param cutting whether values too long are shortened in the middle
 */
public record Width(int columns, boolean cutting) {
    /** The width tables are laid out for unless a terminal is narrower. */
    public static final int USUAL = 120;

    public Width {
        columns = Math.max(20, columns);
    }

    /** For a terminal of so many columns. */
    public static Width ofTerminal(int columns) {
        return new Width(Math.min(USUAL, columns), true);
    }

    /** For a file, a pipe or a test. */
    public static Width uncut() {
        return new Width(USUAL, false);
    }
}
