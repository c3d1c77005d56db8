package io.rowtrail.shop.http;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure below means to the caller. */
final class DatabaseProblems {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseProblems.class);
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    /** Constraints by name, and the member of a body that broke them. */
    private static final Map<String, FieldError> FOREIGN_KEYS = Map.of(
            "sale_customer", new FieldError("/customerId", "there is no such customer"),
            "sale_store", new FieldError("/storeId", "there is no such store"),
            "line_product", new FieldError("/lines", "there is no such product"));

    private DatabaseProblems() {}

    static Problem from(Exception failure) {
        if (failure instanceof SQLException sql) {
            String state = String.valueOf(sql.getSQLState());
            if (state.equals(FOREIGN_KEY_VIOLATION)) {
                return new Problem(422, "Unknown reference", "something named here is not known", List.of(broken(sql)));
            }
            // Lost connections, serialization failures and deadlocks, no free resources, shutdown.
            if (state.startsWith("08") || state.startsWith("40") || state.startsWith("53") || state.startsWith("57")) {
                LOG.warn("database unavailable sqlState={}", state);
                return new Problem(503, "The database cannot do this now", "try again", List.of());
            }
        }
        LOG.error("request failed", failure);
        return new Problem(500, "Internal error", "the shop's log has more under this trace id", List.of());
    }

    private static FieldError broken(SQLException violation) {
        ServerErrorMessage message = violation instanceof PSQLException e ? e.getServerErrorMessage() : null;
        String constraint = message == null ? null : message.getConstraint();
        FieldError known = constraint == null ? null : FOREIGN_KEYS.get(constraint);
        return known == null ? new FieldError("", "a reference is not known") : known;
    }
}
