package io.rowtrail.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The functions that may write when a {@code SELECT} calls them: the database's own volatile ones, by name. Asked for
 * once a minute at most, and only when a statement calls any function while there is a trace to bind.
 */
final class WritingFunctions {
    private static final String NAMES = """
            SELECT DISTINCT p.proname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
            WHERE p.provolatile = 'v' AND p.prorettype <> 'pg_catalog.trigger'::pg_catalog.regtype
                AND n.nspname NOT IN ('pg_catalog', 'information_schema')""";
    private static final Duration FRESH = Duration.ofMinutes(1);

    private record Known(Set<String> names, Instant until) {}

    private final Clock clock;
    private volatile Known known = new Known(Set.of(), Instant.MIN);

    WritingFunctions(Clock clock) {
        this.clock = clock;
    }

    /** Whether one of the functions {@code called} may write. What cannot be asked now is answered by what was known. */
    boolean isAmong(List<String> called, Connection connection) {
        Known now = known;
        if (!clock.instant().isBefore(now.until())) {
            now = new Known(ask(connection, now.names()), clock.instant().plus(FRESH));
            known = now;
        }
        return called.stream().anyMatch(now.names()::contains);
    }

    private static Set<String> ask(Connection connection, Set<String> before) {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NAMES)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            return before; // the transaction is aborted or the connection lost, as its owner is about to see
        }
    }
}
