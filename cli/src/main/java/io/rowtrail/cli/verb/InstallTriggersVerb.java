package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import io.rowtrail.cli.text.Page;
import io.rowtrail.jdbc.trigger.BindingTriggers;
import io.rowtrail.jdbc.trigger.TableName;
import io.rowtrail.jdbc.trigger.TriggerScript;
import io.rowtrail.jdbc.trigger.TriggerState;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The database triggers that bind the traces of an application nobody can change. Asks a database, not the service. */
@Command(
        name = "install-triggers",
        description = {
            "Bind traces in PostgreSQL itself, for applications that cannot be changed: a statement trigger on each table",
            "takes the trace from SET LOCAL rowtrail.traceparent or from the statement's sqlcommenter comment.",
            "Installs and checks them; with --check, --remove or --generate does only that."
        },
        footer = {
            "",
            "The database is also read from ROWTRAIL_DATABASE, its user and password from ROWTRAIL_DATABASE_USER and",
            "ROWTRAIL_DATABASE_PASSWORD. The role must own the tables, or have TRIGGER on them and CREATE on the database."
        })
final class InstallTriggersVerb extends Verb {
    private static final String CONNECTION_LOST = "08";
    private static final String WRONG_LOGIN = "28";
    private static final String NO_DATABASE = "3D";
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String LOCKED = "55P03";

    @Option(names = "--database", paramLabel = "URL", description = "jdbc:postgresql://host:port/database")
    private Optional<String> database = Optional.empty();

    @Option(names = "--user", paramLabel = "ROLE", description = "who connects")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--table",
            paramLabel = "SCHEMA.TABLE",
            split = ",",
            description =
                    "a table to bind; may be repeated. --check and --remove take all that have a trigger without it")
    private List<String> tables = new ArrayList<>();

    @Option(names = "--generate", description = "print the SQL and run nothing; with --remove that of the removal")
    private boolean generate;

    @Option(
            names = "--check",
            description = "only look whether the triggers are there and try each; exit code 1 if not")
    private boolean check;

    @Option(names = "--remove", description = "take the triggers off")
    private boolean remove;

    InstallTriggersVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        if (check && (remove || generate)) {
            throw CommandFailure.usage("--check goes with neither --remove nor --generate");
        }
        List<TableName> named = named();
        if (named.isEmpty() && (generate || !(check || remove))) {
            throw CommandFailure.usage("name the tables: --table public.sale --table public.sale_line");
        }
        if (generate) {
            String script = remove ? TriggerScript.remove(named) : TriggerScript.install(named);
            session().screen().showText(script);
            return ExitCode.OK;
        }
        String url = database.or(() -> session().set("ROWTRAIL_DATABASE"))
                .orElseThrow(() -> CommandFailure.usage("--database jdbc:postgresql://host:port/database is missing"));
        try (Connection connection = DriverManager.getConnection(
                url,
                user.or(() -> session().set("ROWTRAIL_DATABASE_USER")).orElse(System.getProperty("user.name")),
                session().set("ROWTRAIL_DATABASE_PASSWORD").orElse(""))) {
            return run(new BindingTriggers(connection), named);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private List<TableName> named() {
        try {
            return tables.stream().map(TableName::parse).toList();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private ExitCode run(BindingTriggers triggers, List<TableName> named) throws SQLException {
        List<TableName> wanted = named.isEmpty() ? triggers.installed() : named;
        if (remove) {
            triggers.remove(wanted);
            return show("removed", wanted);
        }
        if (!check) {
            triggers.install(wanted);
        }
        Map<TableName, TriggerState> states = triggers.check(wanted);
        show(states);
        return !states.isEmpty() && states.values().stream().allMatch(TriggerState::isGood)
                ? ExitCode.OK
                : ExitCode.FAILED;
    }

    private ExitCode show(String what, List<TableName> gone) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray(what);
        Page page = session().screen().page().heading("triggers " + what);
        gone.forEach(table -> {
            list.add(table.toString());
            page.line("  " + table);
        });
        show(json, page);
        return ExitCode.OK;
    }

    private void show(Map<TableName, TriggerState> states) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("tables");
        Page page = session().screen().page().heading("triggers");
        if (states.isEmpty()) {
            page.bad("no table has a trigger");
        }
        states.forEach((table, state) -> {
            list.addObject()
                    .put("table", table.toString())
                    .put("state", state.name().toLowerCase(java.util.Locale.ROOT))
                    .put("good", state.isGood());
            String words = table + ": the trigger " + state.words();
            if (state.isGood()) {
                page.good(words);
            } else {
                page.bad(words);
            }
        });
        show(json, page);
    }

    private void show(ObjectNode json, Page page) {
        switch (session().output()) {
            case JSON -> session().screen().showJson(json.toString());
            case TABLE -> session().screen().show(page);
        }
    }

    private static CommandFailure failure(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith(CONNECTION_LOST) || state.startsWith(WRONG_LOGIN) || state.startsWith(NO_DATABASE)) {
            return CommandFailure.unreachable("the database does not let us in: " + e.getMessage());
        }
        return switch (state) {
            case UNDEFINED_TABLE -> CommandFailure.usage(e.getMessage() + "; name tables that are there");
            case LOCKED ->
                CommandFailure.failed(
                        "a table was in use for 5 seconds; what was done stays, the same command goes on: "
                                + e.getMessage());
            default -> CommandFailure.failed(String.valueOf(e.getMessage()));
        };
    }
}
