package io.rowtrail.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One statement's tokens, and what they say. A change hidden in a rule, or in a function that a view or an operator calls,
 * cannot be seen in the text.
 */
final class SqlStatement {
    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");
    /** What ends a transaction in MariaDB, or may. */
    private static final Set<String> ENDS_IN_MARIADB = Set.of(
            "ALTER",
            "ANALYZE",
            "CREATE",
            "DROP",
            "FLUSH",
            "GRANT",
            "LOCK",
            "OPTIMIZE",
            "RENAME",
            "REPAIR",
            "REVOKE",
            "SET",
            "TRUNCATE",
            "UNLOCK",
            "XA");

    private static final Set<String> OFF = Set.of("FALSE", "OFF", SqlScanner.NUMBER);

    private final List<String> tokens;

    SqlStatement(List<String> tokens) {
        this.tokens = tokens;
    }

    /** Whether the first token settles the matter, so that a long list of values need not be kept. */
    static boolean isPlainChange(List<String> tokens) {
        return tokens.size() == 1 && CHANGES.contains(tokens.get(0));
    }

    SqlText read() {
        SqlText text = read(0);
        return ENDS_IN_MARIADB.contains(token(0))
                ? new SqlText(text.effect(), List.of(new TransactionControl.ImplicitEnd()), text.calls())
                : text;
    }

    private SqlText read(int from) {
        int at = from;
        while (token(at).equals("(")) {
            at++;
        }
        return switch (token(at)) {
            case "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "EXECUTE", "REPLACE" -> SqlText.WRITE;
            case "LOAD" -> writesIf(Set.of("DATA", "XML").contains(token(at + 1)));
            case "CALL", "DO", "{" -> new SqlText(Effect.CALLS, List.of(), List.of());
            case "COPY" -> writesIf(copiesIn(at + 1));
            case "WITH" -> changesInside(at) || selectsInto(at) ? SqlText.WRITE : query(at);
            case "SELECT" -> selectsInto(at) ? SqlText.WRITE : query(at);
            case "VALUES" -> query(at);
            case "CREATE" -> writesIf(createsTableAs(at));
            case "EXPLAIN" -> explain(at + 1);
            case "BEGIN", "START" -> SqlText.control(new TransactionControl.Begin());
            case "COMMIT", "END" -> token(at + 1).equals("PREPARED") ? SqlText.NOTHING : end(at);
            case "ABORT" -> end(at);
            case "ROLLBACK" -> rollback(at);
            case "PREPARE" ->
                token(at + 1).equals("TRANSACTION") ? SqlText.control(new TransactionControl.End()) : SqlText.NOTHING;
            case "SAVEPOINT" -> SqlText.control(new TransactionControl.SetSavepoint(name(at + 1)));
            case "RELEASE" ->
                SqlText.control(
                        new TransactionControl.Release(name(at + (token(at + 1).equals("SAVEPOINT") ? 2 : 1))));
            default -> SqlText.NOTHING;
        };
    }

    private SqlText query(int from) {
        List<String> calls = new ArrayList<>();
        for (int at = from + 1; at < tokens.size(); at++) {
            if (token(at).equals("(") && isName(token(at - 1))) {
                calls.add(name(at - 1));
            }
        }
        return new SqlText(Effect.READS, List.of(), calls);
    }

    private static boolean isName(String token) {
        return token.length() > 1
                ? token.startsWith("\"") || Character.isLetter(token.charAt(0)) || token.charAt(0) == '_'
                : !token.isEmpty() && Character.isLetter(token.charAt(0));
    }

    private SqlText explain(int from) {
        int at = from;
        boolean runs = false;
        if (token(at).equals("(")) {
            for (at++; !token(at).equals(")") && !token(at).isEmpty(); at++) {
                if (isAnalyze(token(at))) {
                    runs = !OFF.contains(token(at + 1));
                }
            }
            at++;
        } else {
            for (; isAnalyze(token(at)) || token(at).equals("VERBOSE"); at++) {
                runs |= isAnalyze(token(at));
            }
        }
        return runs ? read(at) : SqlText.NOTHING;
    }

    private static boolean isAnalyze(String token) {
        return token.equals("ANALYZE") || token.equals("ANALYSE");
    }

    /** {@code COPY t FROM}, or {@code COPY (a change … RETURNING …) TO}. */
    private boolean copiesIn(int from) {
        if (token(from).equals("(")) {
            return new SqlStatement(tokens.subList(from + 1, tokens.size()))
                            .read()
                            .effect()
                    != Effect.READS;
        }
        int depth = 0;
        for (int at = from; at < tokens.size(); at++) {
            switch (token(at)) {
                case "(" -> depth++;
                case ")" -> depth--;
                case "FROM" -> {
                    if (depth == 0) {
                        return true;
                    }
                }
                case "TO" -> {
                    if (depth == 0) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    /** A change as the body of a common table expression, or after the list of them. */
    private boolean changesInside(int from) {
        for (int at = from + 1; at < tokens.size(); at++) {
            String before = token(at - 1);
            if (!CHANGES.contains(token(at)) || !(before.equals("(") || before.equals(")"))) {
                continue;
            }
            String after = token(at + 1);
            boolean change = switch (token(at)) {
                case "INSERT", "MERGE" -> after.equals("INTO");
                case "DELETE" -> after.equals("FROM");
                default -> !after.equals(")") && !after.equals(",");
            };
            if (change) {
                return true;
            }
        }
        return false;
    }

    private boolean selectsInto(int from) {
        int depth = 0;
        for (int at = from; at < tokens.size(); at++) {
            switch (token(at)) {
                case "(" -> depth++;
                case ")" -> depth--;
                case "INTO" -> {
                    if (depth <= 0) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private boolean createsTableAs(int from) {
        int at = from + 1;
        while (Set.of("GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED").contains(token(at))) {
            at++;
        }
        if (!token(at).equals("TABLE")) {
            return false;
        }
        int depth = 0;
        for (; at < tokens.size(); at++) {
            switch (token(at)) {
                case "(" -> depth++;
                case ")" -> depth--;
                case "AS" -> {
                    if (depth == 0) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }

    private SqlText end(int at) {
        for (int i = at + 1; i + 1 < tokens.size(); i++) {
            if (token(i).equals("AND")) {
                return token(i + 1).equals("CHAIN")
                        ? SqlText.control(new TransactionControl.Chain())
                        : SqlText.control(new TransactionControl.End());
            }
        }
        return SqlText.control(new TransactionControl.End());
    }

    private SqlText rollback(int at) {
        int next = at + 1;
        if (token(next).equals("WORK") || token(next).equals("TRANSACTION")) {
            next++;
        }
        if (token(next).equals("PREPARED")) {
            return SqlText.NOTHING;
        }
        if (!token(next).equals("TO")) {
            return end(at);
        }
        return SqlText.control(
                new TransactionControl.RollbackTo(name(next + (token(next + 1).equals("SAVEPOINT") ? 2 : 1))));
    }

    private static SqlText writesIf(boolean writes) {
        return writes ? SqlText.WRITE : SqlText.NOTHING;
    }

    private String name(int at) {
        String token = token(at);
        return token.startsWith("\"") ? token.substring(1) : token.toLowerCase(Locale.ROOT);
    }

    private String token(int at) {
        return at < tokens.size() ? tokens.get(at) : "";
    }
}
