package io.rowtrail.spark.record;

/** The names of one text, numbered from 0 in the order in which they are given. */
final class Names {
    private int columns;
    private int variables;

    String column() {
        return "c" + columns++;
    }

    /** Of a lambda's argument. */
    String variable() {
        return "v" + variables++;
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
