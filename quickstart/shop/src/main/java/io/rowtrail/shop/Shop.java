package io.rowtrail.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.rowtrail.jdbc.TraceCounters;
import io.rowtrail.jdbc.TracingDataSource;
import io.rowtrail.shop.http.RequestSpans;
import io.rowtrail.shop.http.ShopServer;
import io.rowtrail.shop.ledger.Ledger;
import io.rowtrail.shop.store.ShopStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shop put together. The one line that binds requests to their writes is {@code TracingDataSource.wrap}. */
final class Shop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shop.class);

    /**
     * What a shop is made of.
     *
     * @param port 0 takes a free one
     * @param workers requests at once, each with a connection
     */
    record Settings(int port, DataSource database, Path ledger, int workers) {}

    private final ShopServer server;
    private final HikariDataSource pool;
    private final TracingDataSource traced;
    private final SdkTracerProvider tracers;
    private final Ledger ledger;

    private Shop(
            ShopServer server,
            HikariDataSource pool,
            TracingDataSource traced,
            SdkTracerProvider tracers,
            Ledger ledger) {
        this.server = server;
        this.pool = pool;
        this.traced = traced;
        this.tracers = tracers;
        this.ledger = ledger;
    }

    static Shop open(Settings settings) throws IOException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("shop");
        config.setDataSource(settings.database());
        config.setMaximumPoolSize(settings.workers());
        config.setAutoCommit(false);
        HikariDataSource pool = new HikariDataSource(config);
        TracingDataSource traced = TracingDataSource.wrap(pool);
        SdkTracerProvider tracers = SdkTracerProvider.builder().build();
        Ledger ledger = Ledger.open(settings.ledger());
        ShopServer server = ShopServer.start(
                settings.port(),
                new ShopStore(traced, ledger),
                new RequestSpans(tracers.get("io.rowtrail.shop")),
                Executors.newFixedThreadPool(settings.workers()));
        return new Shop(server, pool, traced, tracers, ledger);
    }

    int port() {
        return server.port();
    }

    TraceCounters counters() {
        return traced.counters();
    }

    /** Ends the requests under way, then flushes the ledger to disk. */
    @Override
    public void close() {
        server.close();
        LOG.info("stopped {}", traced.counters());
        pool.close();
        tracers.close();
        try {
            ledger.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
