package io.rowtrail.lake;

import java.net.URI;
import java.nio.file.Path;

/**
 * Local table locations as {@code file:/…} text, the form that Hadoop's and Iceberg's file layers also take. Characters
 * such as spaces stay as they are: those layers do not decode, so what is stored must be the plain path.
 */
final class LocalPaths {
    private static final String SCHEME = "file:";

    private LocalPaths() {}

    static String toUri(String location) {
        if (location.contains(":/") && !location.startsWith(SCHEME)) {
            throw new IllegalArgumentException("only local files are supported: " + location);
        }
        String path = toPath(location).toAbsolutePath().normalize().toString();
        return SCHEME + path;
    }

    /** Reads {@code file:/a}, {@code file:///a} and {@code /a}; percent signs are plain characters. */
    static Path toPath(String location) {
        if (!location.startsWith(SCHEME)) {
            return Path.of(location);
        }
        String rest = location.substring(SCHEME.length());
        if (rest.startsWith("///")) {
            rest = rest.substring(2);
        }
        if (rest.startsWith("//")) {
            return Path.of(URI.create(location));
        }
        return Path.of(rest);
    }
}
