package io.rowtrail.service.quarantine;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much of refused events is kept. */
@ConfigMapping(prefix = "rowtrail.quarantine")
public interface QuarantineConfig {
    /** Most refused events kept for a tenant; the oldest go first. */
    @WithDefault("10000")
    int maxItems();

    /** Most bytes of their texts kept for a tenant; the oldest go first. */
    @WithDefault("256M")
    MemorySize maxBytes();

    /** Most bytes of one text; what is longer is cut and can be sent again only with its whole text. */
    @WithDefault("1M")
    MemorySize maxText();
}
