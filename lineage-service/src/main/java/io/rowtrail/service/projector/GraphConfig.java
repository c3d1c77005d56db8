package io.rowtrail.service.projector;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the graph may take; where it is, is {@code quarkus.neo4j.uri}. */
@ConfigMapping(prefix = "rowtrail.graph")
public interface GraphConfig {
    /** Most time one transaction of a query may take on the server. */
    @WithDefault("PT10S")
    Duration queryTimeout();

    /** Most time one transaction of a batch, an export or a drop may take on the server. */
    @WithDefault("PT60S")
    Duration foldTimeout();
}
