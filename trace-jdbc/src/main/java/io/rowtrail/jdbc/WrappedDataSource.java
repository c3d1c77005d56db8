package io.rowtrail.jdbc;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.CommonDataSource;

/** What every data source does that binds traces for another one. */
abstract class WrappedDataSource<T extends CommonDataSource> implements CommonDataSource {
    final T target;
    final Binding binding;

    WrappedDataSource(T target, Binding binding) {
        this.target = target;
        this.binding = binding;
    }

    /** What has been bound and what has not, up to now. */
    public final TraceCounters counters() {
        return binding.tally().read();
    }

    @Override
    public final PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public final void setLogWriter(PrintWriter out) throws SQLException {
        target.setLogWriter(out);
    }

    @Override
    public final void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public final int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
    }

    @Override
    public final Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return target.getParentLogger();
    }
}
