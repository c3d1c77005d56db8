package io.rowtrail.service.security;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses to start a service that would answer strangers without asking who they are, or whose way of asking lacks
 * something.
 */
@ApplicationScoped
final class LoopbackGuard {
    private static final int SHORTEST_KEY = 24;
    private static final List<String> FORWARDING = List.of(
            "quarkus.http.proxy.proxy-address-forwarding",
            "quarkus.http.proxy.allow-forwarded",
            "quarkus.http.proxy.allow-x-forwarded",
            "quarkus.http.proxy.enable-forwarded-host",
            "quarkus.http.proxy.use-proxy-protocol");

    private final SecurityConfig security;
    private final Config config;

    @Inject
    LoopbackGuard(SecurityConfig security, Config config) {
        this.security = security;
        this.config = config;
    }

    void onStart(@Observes @Priority(1) StartupEvent event) {
        check(security, config);
    }

    static void check(SecurityConfig security, Config config) {
        switch (security.authentication()) {
            case NONE -> onlyThisMachine(config);
            case API_KEY -> bootstrap(security.bootstrapKey());
            case OIDC -> {
                bootstrap(security.bootstrapKey());
                provider(security.oidc());
            }
        }
    }

    private static void onlyThisMachine(Config config) {
        loopback(config, "quarkus.http.host");
        if (flag(config, "quarkus.management.enabled")) {
            loopback(config, "quarkus.management.host");
        }
        for (String key : FORWARDING) {
            if (flag(config, key)) {
                throw refusal(
                        "rowtrail.security.authentication=none is not allowed behind a proxy, and " + key + " is set");
            }
        }
    }

    private static void loopback(Config config, String key) {
        String host = config.getOptionalValue(key, String.class).orElse("0.0.0.0");
        if (!isLoopback(host)) {
            throw refusal("rowtrail.security.authentication=none is only allowed while " + key
                    + " is a loopback address, and it is " + host);
        }
    }

    private static boolean flag(Config config, String key) {
        return config.getOptionalValue(key, Boolean.class).orElse(false);
    }

    private static void bootstrap(Optional<String> key) {
        if (key.filter(text -> text.length() < SHORTEST_KEY).isPresent()) {
            throw refusal("rowtrail.security.bootstrap-key has fewer than " + SHORTEST_KEY + " characters");
        }
    }

    private static void provider(SecurityConfig.Oidc oidc) {
        if (oidc.issuer().isEmpty()) {
            throw refusal("rowtrail.security.oidc.issuer is not set");
        }
        if (oidc.audience().isEmpty()) {
            throw refusal("rowtrail.security.oidc.audience is not set");
        }
    }

    private static IllegalStateException refusal(String why) {
        return new IllegalStateException("refusing to start: " + why);
    }

    /** Whether a name or address of this machine can be reached from this machine only. */
    static boolean isLoopback(String host) {
        if (host.isBlank()) {
            return false;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
