package io.rowtrail.service.tenant;

import java.util.regex.Pattern;

/**
 * A tenant by its slug, which is also the slug of its event log: {@code [a-z0-9-]{1,40}}, beginning with a letter or a
 * digit. A slug that could be the name of another tenant's log is refused: one that ends in {@code -meta}, or like a shard
 * in a year and a half ({@code -2027h1}).
 */
public record Tenant(String slug) implements Comparable<Tenant> {
    private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern OF_A_LOG = Pattern.compile(".*-(meta|[0-9]{4}h[12])");

    /** The tenant of an installation that has only one; its administrators make the others. */
    public static final Tenant DEFAULT = new Tenant("default");

    public Tenant {
        if (!SLUG.matcher(slug).matches() || OF_A_LOG.matcher(slug).matches()) {
            throw new IllegalArgumentException("no tenant's slug");
        }
    }

    /** @throws IllegalArgumentException when the text is no tenant's slug */
    public static Tenant parse(String text) {
        return new Tenant(text);
    }

    @Override
    public int compareTo(Tenant other) {
        return slug.compareTo(other.slug);
    }

    @Override
    public String toString() {
        return slug;
    }
}
