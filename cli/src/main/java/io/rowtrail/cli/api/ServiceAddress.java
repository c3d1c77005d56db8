package io.rowtrail.cli.api;

import io.rowtrail.cli.outcome.CommandFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/**
 * Where the service is.
 *
 * @param base an http or https address without user, query, fragment or closing slash
 */
public record ServiceAddress(URI base) {

    /**
     * Reads the address a user gave.
     *
     * @throws CommandFailure of kind usage for anything that is no plain http(s) address
     */
    public static ServiceAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip().replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw refusal(text);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web
                || uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw refusal(text);
        }
        return new ServiceAddress(uri);
    }

    private static CommandFailure refusal(String text) {
        // A user and password in the address would be a secret: only the part after them is repeated.
        String shown = text.substring(text.lastIndexOf('@') + 1);
        return CommandFailure.usage("not an address of a service: " + shown
                + "\ngive --url like http://127.0.0.1:8080, without user, query or fragment");
    }

    /** The address of a path that begins with a slash. */
    URI resolve(String pathAndQuery) {
        return URI.create(base + pathAndQuery);
    }

    /**
     * The address a {@code Location} header means.
     *
     * @throws CommandFailure of kind unreachable when it leads to another server, which must not get the API key
     */
    URI follow(String location) {
        URI target;
        try {
            target = base.resolve(location);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.unreachable("the service sent a Location that is no address: " + location);
        }
        if (!Objects.equals(target.getScheme(), base.getScheme())
                || !Objects.equals(target.getHost(), base.getHost())
                || target.getPort() != base.getPort()) {
            throw CommandFailure.unreachable("the service sent a Location on another server, not followed: " + target);
        }
        return target;
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
