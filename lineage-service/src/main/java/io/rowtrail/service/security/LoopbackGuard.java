package io.rowtrail.service.security;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start a service that would answer strangers without asking who they are. */
@ApplicationScoped
final class LoopbackGuard {
    private final SecurityConfig config;
    private final String host;

    @Inject
    LoopbackGuard(SecurityConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        this.host = host;
    }

    void onStart(@Observes @Priority(1) StartupEvent event) {
        check(config.authentication(), host);
    }

    static void check(SecurityConfig.Authentication authentication, String host) {
        if (authentication == SecurityConfig.Authentication.NONE && !isLoopback(host)) {
            throw new IllegalStateException(
                    "refusing to start: rowtrail.security.authentication=none is only allowed while"
                            + " quarkus.http.host is a loopback address, and it is " + host);
        }
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

    /** Whether the Host header of a request names this machine itself, which a page of another site cannot make it do. */
    static boolean namesThisMachine(String hostHeader) {
        String name = hostHeader.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("127.0.0.1") || name.equals("::1") || name.equals("[::1]");
    }
}
