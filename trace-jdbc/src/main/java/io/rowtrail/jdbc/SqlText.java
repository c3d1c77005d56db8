package io.rowtrail.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a text of one or more SQL statements does: to rows, and to the transaction it runs in, in the order of the text.
 *
 * @param calls the words in its queries that an opening parenthesis follows, the names of functions among them; folded as
 *     PostgreSQL folds names, without their schema
 */
record SqlText(Effect effect, List<TransactionControl> controls, List<String> calls) {
    private static final int LONGEST_KNOWN = 2_000;

    /** At most 4 MB; an application's texts are few, unless it writes values into them. */
    private static final int MOST_KNOWN = 1_000;

    private static final Map<String, SqlText> KNOWN = new ConcurrentHashMap<>();

    /** A text that does nothing. */
    static final SqlText NOTHING = new SqlText(Effect.READS, List.of(), List.of());

    /** A row changed through an updatable result set, or a COPY through the driver. */
    static final SqlText WRITE = new SqlText(Effect.WRITES, List.of(), List.of());

    SqlText {
        controls = List.copyOf(controls);
        calls = List.copyOf(calls);
    }

    static SqlText control(TransactionControl control) {
        return new SqlText(Effect.READS, List.of(control), List.of());
    }

    /** Both, this one first: a batch. */
    SqlText and(SqlText other) {
        if (other.equals(NOTHING) || (other.controls.isEmpty() && equals(other))) {
            return this;
        }
        if (equals(NOTHING)) {
            return other;
        }
        return new SqlText(effect.and(other.effect), both(controls, other.controls), both(calls, other.calls));
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    /** Reads {@code sql}, or remembers it. It never fails: what it does not know is {@link Effect#READS}. */
    static SqlText of(String sql) {
        SqlText known = KNOWN.get(sql);
        if (known != null) {
            return known;
        }
        SqlText read = read(sql);
        if (sql.length() <= LONGEST_KNOWN) {
            if (KNOWN.size() >= MOST_KNOWN) {
                KNOWN.clear();
            }
            KNOWN.put(sql, read);
        }
        return read;
    }

    /** How many texts are remembered. */
    static int remembered() {
        return KNOWN.size();
    }

    private static SqlText read(String sql) {
        SqlScanner scanner = new SqlScanner(sql);
        SqlText all = NOTHING;
        List<String> statement = new ArrayList<>();
        int depth = 0;
        boolean settled = false;
        while (true) {
            String token = scanner.next();
            if (token.equals("(")) {
                depth++;
            } else if (token.equals(")")) {
                depth--;
            }
            boolean ends = token.isEmpty() || (token.equals(";") && depth <= 0);
            if (!ends && !settled) {
                statement.add(token);
                settled = SqlStatement.isPlainChange(statement);
            }
            if (ends) {
                if (!statement.isEmpty()) {
                    all = all.and(new SqlStatement(statement).read());
                }
                if (token.isEmpty()) {
                    return all;
                }
                statement.clear();
                settled = false;
                depth = 0;
            }
        }
    }
}
