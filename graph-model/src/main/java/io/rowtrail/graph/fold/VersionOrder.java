package io.rowtrail.graph.fold;

import io.rowtrail.graph.VersionView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The order of the versions of a dataset as text: by the number the catalogue gives them, which no skewed clock can change;
 * those it does not number come before, by event time.
 */
public final class VersionOrder {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'", Locale.ROOT);
    /** Names of versions that are numbers, as Delta's; an Iceberg snapshot id has more digits and no order. */
    private static final int DIGITS = 12;

    private VersionOrder() {}

    /** Returns a text that sorts as the versions do, oldest first, up to their names. */
    public static String key(VersionView version) {
        Long sequence = sequence(version);
        String time = time(version.time());
        return sequence == null ? "0|" + time : String.format(Locale.ROOT, "1|%019d|%s", sequence, time);
    }

    private static @Nullable Long sequence(VersionView version) {
        Long told = version.snapshot() == null ? null : version.snapshot().sequence();
        if (told == null
                && version.version().length() <= DIGITS
                && version.version().matches("\\d+")) {
            told = Long.valueOf(version.version());
        }
        return told == null || told < 0 ? null : told;
    }

    /** Returns a time as text that sorts as the times do. */
    public static String time(Instant time) {
        return TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
