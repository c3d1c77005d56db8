package io.rowtrail.capture.source;

import io.rowtrail.capture.state.CaptureException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Questions to the source's catalogue that have one value for an answer. */
final class Questions {
    private final Connection connection;

    Questions(Connection connection) {
        this.connection = connection;
    }

    /** The first column of the first row as text; empty without a row, or when it is null. */
    Optional<String> one(String sql, String... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.ofNullable(result.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new CaptureException("the source refused a check: " + e.getMessage(), e);
        }
    }

    /** Whether a condition holds; what is not known does not. */
    boolean holds(String condition, String... parameters) {
        return one("SELECT " + condition, parameters).filter("t"::equals).isPresent();
    }
}
