package io.rowtrail.service.security;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that says nothing of its sender was made by somebody at this machine, and not by a page of another
 * site in a browser there, nor for a stranger by a proxy there.
 */
final class LocalRequests {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1");
    private static final List<String> OF_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");
    private static final int HTTP_PORT = 80;

    private LocalRequests() {}

    /** Why a request is not taken for one of this machine; empty when it is. */
    static Optional<String> refusal(HttpServerRequest request) {
        String remote =
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
        return refusal(request.method(), request.authority(), remote, request.headers());
    }

    static Optional<String> refusal(
            HttpMethod method, @Nullable HostAndPort authority, @Nullable String remote, MultiMap headers) {
        if (remote == null || !LoopbackGuard.isLoopback(remote)) {
            return Optional.of("comes from another machine");
        }
        if (authority == null || !NAMES.contains(bare(authority.host()))) {
            // A page elsewhere whose name was made to resolve to this machine (DNS rebinding).
            return Optional.of("is addressed to another name than this machine's");
        }
        if (OF_PROXIES.stream().anyMatch(headers::contains)) {
            return Optional.of("was forwarded by a proxy");
        }
        String origin = headers.get("Origin");
        if (origin != null && !isSame(origin, authority)) {
            return Optional.of("was made by a page of another origin");
        }
        String site = headers.get("Sec-Fetch-Site");
        boolean link = method.equals(HttpMethod.GET) && "navigate".equals(headers.get("Sec-Fetch-Mode"));
        if (site != null && !OWN_SITES.contains(site) && !link) {
            return Optional.of("was made by a page of another site");
        }
        return Optional.empty();
    }

    private static boolean isSame(String origin, HostAndPort authority) {
        try {
            URI uri = new URI(origin);
            int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
            int own = authority.port() < 0 ? HTTP_PORT : authority.port();
            return "http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && bare(uri.getHost()).equals(bare(authority.host()))
                    && port == own;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A host's name without the brackets of an IPv6 address. */
    private static String bare(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return (bracketed ? host.substring(1, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }
}
