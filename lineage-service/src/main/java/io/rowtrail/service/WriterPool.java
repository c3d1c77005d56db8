package io.rowtrail.service;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Connects the reactive pool, which Hibernate Reactive uses as well, as the writer and not as the owner. */
@Singleton
final class WriterPool implements PgPoolCreator {
    private final AuditConfig config;

    @Inject
    WriterPool(AuditConfig config) {
        this.config = config;
    }

    @Override
    public Pool create(Input input) {
        List<SqlConnectOptions> servers = new ArrayList<>();
        for (PgConnectOptions server : input.pgConnectOptionsList()) {
            server.setUser(config.writerUsername());
            config.writerPassword().ifPresent(server::setPassword);
            servers.add(server);
        }
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(servers)
                .using(input.vertx())
                .build();
    }
}
