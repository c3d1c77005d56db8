package io.rowtrail.spark.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.ExprId;

/**
 * A node in words.
 *
 * @param sql a complete query; empty for the one row without columns
 * @param names what its columns are called, in order, no two alike in the whole plan
 * @param columns which of them stand for the node's output; those that nobody needs may be missing
 * @param chain whether it is queries joined by UNION ALL, to which another may be joined as it is
 */
record Said(String sql, List<String> names, List<Column> columns, boolean chain) {
    /** A column of a node and its name in the text. */
    record Column(ExprId id, String name) {}

    Said {
        names = List.copyOf(names);
        columns = List.copyOf(columns);
    }

    Said(String sql, List<String> names, List<Column> columns) {
        this(sql, names, columns, false);
    }

    boolean isOneRow() {
        return sql.isEmpty();
    }

    /** In place of a table in FROM. */
    String from() {
        return "(" + sql + ")";
    }

    Said as(List<Column> others) {
        return new Said(sql, names, others, chain);
    }

    /** A query over this one that passes all of it on: {@code SELECT * FROM (…)} and then {@code rest}. */
    Said then(String rest) {
        return new Said("SELECT * FROM " + from() + rest, names, columns);
    }

    /** This query with exactly these columns, one of them perhaps twice. */
    Said exactly(List<String> wanted, Names fresh) {
        if (wanted.equals(names)) {
            return this;
        }
        List<String> items = new ArrayList<>();
        List<String> given = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : wanted) {
            String own = seen.add(name) ? name : fresh.column();
            items.add(own.equals(name) ? name : name + " AS " + own);
            given.add(own);
        }
        return new Said("SELECT " + String.join(", ", items) + " FROM " + from(), given, columns);
    }
}
