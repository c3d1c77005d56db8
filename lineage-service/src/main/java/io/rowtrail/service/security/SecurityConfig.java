package io.rowtrail.service.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How callers prove who they are. */
@ConfigMapping(prefix = "rowtrail.security")
public interface SecurityConfig {
    /**
     * {@code none}: everybody is the principal {@code local} with every role; only while bound to loopback. {@code
     * api-key}: a key in {@code Authorization: Bearer}. {@code oidc}: a key, or a token of the configured provider.
     */
    @WithDefault("none")
    Authentication authentication();

    /** A key with the role {@code admin} that exists without being stored, to make the first keys with; 24 characters or more. */
    Optional<String> bootstrapKey();

    /** How long a key just looked up is taken without asking the database again: revoking one may take as long to be heard. */
    @WithDefault("PT5S")
    Duration keyMemory();

    /** Calls a second that a key or a token of no rate of its own may make; as many as it likes when absent. */
    OptionalInt rate();

    /** The provider of tokens. */
    Oidc oidc();

    /** The ways to authenticate. */
    enum Authentication {
        NONE,
        API_KEY,
        OIDC
    }

    /**
     * Whose tokens are taken, and where in them the answers are. A claim is named by its path, {@code realm_access/roles}
     * for a member of a member; a name that holds slashes itself is put in double quotes.
     */
    interface Oidc {
        /** Address of the provider, below which its {@code .well-known/openid-configuration} is; also the issuer of its tokens. */
        Optional<String> issuer();

        /** What tokens must name as their audience. Without it, tokens for every other service would open this one. */
        Optional<String> audience();

        /** Where the roles are: a list, or a text with spaces or commas between. Names that are no role count for nothing. */
        @WithDefault("roles")
        String rolesClaim();

        /** Where the tenant's slug is. When absent all tokens are of the tenant {@code default}; else a token must name one. */
        Optional<String> tenantClaim();

        /**
         * Where the namespaces are that the holder may know of: a list of patterns. When absent all are; else a token without
         * them shows nothing, and {@code *} shows all.
         */
        Optional<String> namespacesClaim();
    }
}
