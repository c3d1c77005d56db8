package io.rowtrail.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Clock;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * For frameworks that make their data source themselves: {@code jdbc:rowtrail:postgresql://…} is
 * {@code jdbc:postgresql://…}, and {@code jdbc:rowtrail:mariadb://…} is {@code jdbc:mariadb://…}, with the trace of OpenTelemetry's current context bound to each transaction that writes. The
 * driver behind it is looked up as ever.
 */
public final class TracingDriver implements Driver {
    private static final String PREFIX = "jdbc:rowtrail:";
    private static final Binding BINDING = Binding.of(TraceSource.openTelemetry(), Clock.systemUTC());

    static {
        try {
            DriverManager.registerDriver(new TracingDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Made by frameworks and by {@link DriverManager}, which find it by name. */
    public TracingDriver() {}

    /** What all connections of this process have bound and what they have not, up to now. */
    public static TraceCounters counters() {
        return BINDING.tally().read();
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Connection connection = DriverManager.getConnection(behind(url), info);
        return Wrapping.as(Connection.class, new WrappedConnection(connection, new Session(connection, BINDING)));
    }

    @Override
    public boolean acceptsURL(@Nullable String url) {
        return url != null && url.startsWith(PREFIX);
    }

    private static String behind(String url) {
        return "jdbc:" + url.substring(PREFIX.length());
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return DriverManager.getDriver(behind(url)).getPropertyInfo(behind(url), info);
    }

    @Override
    public int getMajorVersion() {
        return 0;
    }

    @Override
    public int getMinorVersion() {
        return 1;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no java.util.logging is used");
    }
}
