package io.rowtrail.jdbc.trigger;

/** A table as PostgreSQL's catalogue names it. */
public record TableName(String schema, String table) {
    private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_$]*";

    /**
     * Reads {@code schema.table}, or {@code table} in {@code public}; letters count as they are written.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static TableName parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 2 || !parts[parts.length - 1].matches(IDENTIFIER) || !parts[0].matches(IDENTIFIER)) {
            throw new IllegalArgumentException("a table is schema.table: " + text);
        }
        return parts.length == 1 ? new TableName("public", parts[0]) : new TableName(parts[0], parts[1]);
    }

    /** For SQL. */
    String quoted() {
        return '"' + schema + "\".\"" + table + '"';
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
