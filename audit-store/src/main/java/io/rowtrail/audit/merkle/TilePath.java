package io.rowtrail.audit.merkle;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tile or of a bundle of entries below a log's URL prefix, by C2SP tlog-tiles.
 *
 * @param level the tile's level, or {@link #ENTRIES}
 * @param index the tile's place in its level
 * @param width hashes or entries in it, 256 for a full one
 */
public record TilePath(int level, long index, int width) {
    /** In place of a level: the resource holds entries, not hashes. */
    public static final int ENTRIES = -1;

    private static final Pattern FORM = Pattern.compile(
            "tile/(entries|0|[1-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    /** The resource of that name, or empty if it is none. */
    public static Optional<TilePath> parse(String path) {
        Matcher matcher = FORM.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String groups = matcher.group(2);
        String partial = matcher.group(3);
        int width = partial == null ? Tile.WIDTH : Integer.parseInt(partial);
        // "x000/" in front would give a tile a second name.
        if (groups.startsWith("x000/") || (partial != null && width >= Tile.WIDTH)) {
            return Optional.empty();
        }
        int level = "entries".equals(matcher.group(1)) ? ENTRIES : Integer.parseInt(matcher.group(1));
        return Optional.of(new TilePath(level, Long.parseLong(groups.replaceAll("[x/]", "")), width));
    }

    /** The name of this resource. */
    public String format() {
        StringBuilder number = new StringBuilder(String.format("%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            number.insert(0, String.format("x%03d/", rest % 1000));
        }
        String partial = width == Tile.WIDTH ? "" : ".p/" + width;
        return "tile/" + (level == ENTRIES ? "entries" : Integer.toString(level)) + "/" + number + partial;
    }
}
