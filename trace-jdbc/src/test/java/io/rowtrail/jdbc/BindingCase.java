package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.jdbc.LogicalDatabase.Transaction;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TraceBinding;
import io.rowtrail.trace.TraceId;
import io.rowtrail.trace.Traceparent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A real database, a traced data source before it, and what its transactions turn out to carry. */
abstract class BindingCase {
    static final TraceBinding A = trace('a', Origin.ORIGINATED);
    static final TraceBinding B = trace('b', Origin.ASSERTED);

    static LogicalDatabase database;

    List<TraceBinding> current = List.of(A);
    TracingDataSource traced = TracingDataSource.wrap(database.dataSource(), () -> current);

    @BeforeAll
    static void start() throws Exception {
        database = new LogicalDatabase();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
    }

    @BeforeEach
    void forget() throws SQLException {
        database.run("TRUNCATE t, u");
        database.committed();
    }

    static int value(ResultSet rows) throws SQLException {
        assertThat(rows.next()).isTrue();
        return rows.getInt(1);
    }

    Connection transaction() throws SQLException {
        Connection c = traced.getConnection();
        c.setAutoCommit(false);
        return c;
    }

    static Transaction only() throws SQLException {
        List<Transaction> committed = database.committed();
        assertThat(committed).hasSize(1);
        if (!committed.get(0).messages().isEmpty()) {
            assertThat(committed.get(0).order().get(0)).isEqualTo("message");
        }
        return committed.get(0);
    }

    static TraceBinding trace(char digit, Origin origin) {
        TraceId id = new TraceId(String.valueOf(digit).repeat(32));
        return new TraceBinding(
                new Traceparent(id, new SpanId(String.valueOf(digit).repeat(16)), 1), origin);
    }
}
