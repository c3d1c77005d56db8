package io.rowtrail.jdbc.trigger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The SQL of the triggers. Running it twice does no harm. PostgreSQL 14 or newer. */
public final class TriggerScript {
    /** Sorts before other triggers' names, which is the order they fire in: the message is to come first. */
    static final String TRIGGER = "00_rowtrail_bind";

    private static final String RESOURCE = "bind_trace.sql";

    private TriggerScript() {}

    /** What makes the function and puts the trigger on each of {@code tables}. */
    public static String install(List<TableName> tables) {
        return text(installStatements(tables));
    }

    /** What takes the trigger from each of {@code tables}. */
    public static String remove(List<TableName> tables) {
        return text(tables.stream().map(TriggerScript::drop).toList());
    }

    static List<String> installStatements(List<TableName> tables) {
        List<String> statements = new ArrayList<>();
        statements.add("CREATE SCHEMA IF NOT EXISTS rowtrail");
        statements.add(function());
        tables.forEach(table -> statements.add(create(table)));
        return statements;
    }

    static String create(TableName table) {
        return "CREATE OR REPLACE TRIGGER \"" + TRIGGER + "\" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "
                + table.quoted() + " FOR EACH STATEMENT EXECUTE FUNCTION rowtrail.bind_trace()";
    }

    static String drop(TableName table) {
        return "DROP TRIGGER IF EXISTS \"" + TRIGGER + "\" ON " + table.quoted();
    }

    static String function() {
        try (InputStream in = TriggerScript.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The function's text between its dollar quotes, as the catalogue keeps it. */
    static String functionBody() {
        String[] parts = function().split("\\$rowtrail\\$", -1);
        return parts[1];
    }

    private static String text(List<String> statements) {
        return statements.stream().map(statement -> statement + ";\n").collect(Collectors.joining("\n"));
    }
}
