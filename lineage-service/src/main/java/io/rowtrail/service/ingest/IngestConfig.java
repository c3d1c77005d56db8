package io.rowtrail.service.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much the front door takes. */
@ConfigMapping(prefix = "rowtrail.ingest")
public interface IngestConfig {
    /** Largest body, after decompression. */
    @WithDefault("32M")
    MemorySize maxBody();

    /** Most bytes of bodies, after decompression, being worked on at once; the next sender is told 503. */
    @WithDefault("64M")
    MemorySize maxInFlight();

    /** How long {@code wait=graph} waits when the caller does not say. */
    @WithDefault("PT10S")
    Duration waitForGraph();
}
