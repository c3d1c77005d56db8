package io.rowtrail.cli.text;

/** Whether emphasis is written with ANSI colours or left out. */
public enum Ink {
    /** For a terminal that shows colours. */
    COLOUR,
    /** For files, pipes and whoever set {@code NO_COLOR}. */
    NONE;

    private static final String ESCAPE = "\u001b[";

    String bold(String text) {
        return wrap("1m", text);
    }

    String yellow(String text) {
        return wrap("33m", text);
    }

    /** For what went wrong. */
    public String red(String text) {
        return wrap("31m", text);
    }

    /** For a check that held. */
    public String green(String text) {
        return wrap("32m", text);
    }

    private String wrap(String code, String text) {
        return switch (this) {
            case COLOUR -> ESCAPE + code + text + ESCAPE + "0m";
            case NONE -> text;
        };
    }
}
