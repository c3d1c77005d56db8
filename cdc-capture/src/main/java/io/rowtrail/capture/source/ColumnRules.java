package io.rowtrail.capture.source;

import io.rowtrail.capture.state.CaptureException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.types.Types;

/**
 * What personal data may go where: which columns are written otherwise than they are. Applied to each row before anything
 * is written, spilled or committed to.
 *
 * @param rules by {@code schema.table} and column
 */
public record ColumnRules(Map<String, Map<String, Rule>> rules) {
    /** What becomes of a column's values; a null stays null. */
    public enum Rule {
        /** Every value becomes {@code ***}. */
        MASK,
        /** Every value becomes a keyed hash of its text, the same for the same text: rows can still be joined by it. */
        HASH,
        /** The lake has no such column. */
        DROP
    }

    public static final ColumnRules NONE = new ColumnRules(Map.of());

    public ColumnRules {
        Map<String, Map<String, Rule>> copy = new HashMap<>();
        rules.forEach((table, columns) -> copy.put(table, Map.copyOf(columns)));
        rules = Map.copyOf(copy);
    }

    /**
     * Reads lists of {@code schema.table.column}.
     *
     * @throws IllegalArgumentException for something else, or a column that is named twice
     */
    public static ColumnRules parse(List<String> masked, List<String> hashed, List<String> dropped) {
        Map<String, Map<String, Rule>> rules = new HashMap<>();
        Map<Rule, List<String>> all = Map.of(Rule.MASK, masked, Rule.HASH, hashed, Rule.DROP, dropped);
        all.forEach((rule, columns) -> {
            for (String name : columns) {
                int dot = name.lastIndexOf('.');
                if (dot <= 0 || name.indexOf('.') == dot) {
                    throw new IllegalArgumentException("a column is schema.table.column: " + name);
                }
                Rule before = rules.computeIfAbsent(name.substring(0, dot), table -> new HashMap<>())
                        .put(name.substring(dot + 1), rule);
                if (before != null) {
                    throw new IllegalArgumentException("two rules for column " + name);
                }
            }
        });
        return new ColumnRules(rules);
    }

    /** The rule of a column, if there is one. */
    public Optional<Rule> of(SourceTable table, String column) {
        return Optional.ofNullable(
                rules.getOrDefault(table.qualifiedName(), Map.of()).get(column));
    }

    /** The table as the lake is to have it. */
    SourceTable applied(SourceTable table) {
        Map<String, SourceTable.Column> columns = new LinkedHashMap<>();
        table.columns().forEach((name, column) -> {
            Optional<Rule> rule = of(table, name);
            if (rule.isEmpty()) {
                columns.put(name, column);
            } else if (rule.get() != Rule.DROP) {
                columns.put(name, new SourceTable.Column(column.sourceType(), Types.StringType.get()));
            }
        });
        return new SourceTable(table.schema(), table.name(), columns, table.key(), table.replicaIdentity());
    }

    /** @throws CaptureException if a rule names nothing, or would leave rows without a key of their own */
    void check(Map<String, SourceTable> tables) {
        rules.forEach((name, columns) -> {
            SourceTable table = tables.get(name);
            if (table == null) {
                throw new CaptureException("a column rule names table " + name + ", which is not captured: mend"
                        + " source.columns.mask, .hash or .drop, or add the table to source.tables");
            }
            columns.forEach((column, rule) -> {
                if (!table.columns().containsKey(column)) {
                    throw new CaptureException("a column rule names " + name + "." + column
                            + ", which the table does not have: mend source.columns.mask, .hash or .drop");
                }
                if (rule != Rule.HASH && table.key().contains(column)) {
                    throw new CaptureException("column " + name + "." + column
                            + " is a part of the primary key, without which rows cannot be told apart: hash it"
                            + " (source.columns.hash) instead");
                }
            });
        });
    }
}
