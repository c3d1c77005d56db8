package io.rowtrail.service.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** How callers prove who they are. */
@ConfigMapping(prefix = "rowtrail.security")
public interface SecurityConfig {
    /**
     * {@code none}: everybody is the principal {@code local} with every role; only while bound to loopback. {@code
     * api-key}: a key in {@code Authorization: Bearer}.
     */
    @WithDefault("none")
    Authentication authentication();

    /** A key with the role {@code admin} that exists without being stored, to make the first keys with. */
    Optional<String> bootstrapKey();

    /** The ways to authenticate. */
    enum Authentication {
        NONE,
        API_KEY
    }
}
