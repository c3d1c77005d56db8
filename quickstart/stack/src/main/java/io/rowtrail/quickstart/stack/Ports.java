package io.rowtrail.quickstart.stack;

import io.rowtrail.quickstart.process.PortClaim;
import picocli.CommandLine.Option;

/** The ports of the local stack, each overridable by an option or the environment; all on 127.0.0.1. */
public final class Ports {
    @Option(
            names = "--service-port",
            defaultValue = "${env:ROWTRAIL_SERVICE_PORT:-8080}",
            description = "Service: API and page (ROWTRAIL_SERVICE_PORT, ${DEFAULT-VALUE}).")
    int service;

    @Option(
            names = "--pg-port",
            defaultValue = "${env:ROWTRAIL_PG_PORT:-15432}",
            description = "PostgreSQL (ROWTRAIL_PG_PORT, ${DEFAULT-VALUE}).")
    int postgres;

    @Option(
            names = "--bolt-port",
            defaultValue = "${env:ROWTRAIL_BOLT_PORT:-17687}",
            description = "Neo4j's Bolt (ROWTRAIL_BOLT_PORT, ${DEFAULT-VALUE}).")
    int bolt;

    @Option(
            names = "--shop-port",
            defaultValue = "${env:ROWTRAIL_SHOP_PORT:-8081}",
            description = "The sample shop (ROWTRAIL_SHOP_PORT, ${DEFAULT-VALUE}).")
    int shop;

    @Option(
            names = "--recompute-port",
            defaultValue = "${env:ROWTRAIL_RECOMPUTE_PORT:-8090}",
            description = "The recompute worker (ROWTRAIL_RECOMPUTE_PORT, ${DEFAULT-VALUE}).")
    int recompute;

    public int service() {
        return service;
    }

    public int postgres() {
        return postgres;
    }

    public int shop() {
        return shop;
    }

    /**
     * Fails with a message for a person when somebody else listens on one of them.
     *
     * @throws io.rowtrail.quickstart.process.StackException naming the first
     */
    public void checkAll() {
        postgresClaim().check("postgres");
        boltClaim().check("neo4j");
        serviceClaim().check("service");
        shopClaim().check("shop");
        recomputeClaim().check("recompute");
    }

    PortClaim serviceClaim() {
        return new PortClaim(service, "--service-port", "ROWTRAIL_SERVICE_PORT");
    }

    PortClaim postgresClaim() {
        return new PortClaim(postgres, "--pg-port", "ROWTRAIL_PG_PORT");
    }

    PortClaim boltClaim() {
        return new PortClaim(bolt, "--bolt-port", "ROWTRAIL_BOLT_PORT");
    }

    PortClaim recomputeClaim() {
        return new PortClaim(recompute, "--recompute-port", "ROWTRAIL_RECOMPUTE_PORT");
    }

    public PortClaim shopClaim() {
        return new PortClaim(shop, "--shop-port", "ROWTRAIL_SHOP_PORT");
    }
}
