package io.rowtrail.graph.fold;

import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.RunId;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The order of the versions of a dataset as text: by the number the catalogue gives them, which no skewed clock can change;
 * those it does not number come before, by event time; then by name, those without one first; then by run. Texts are short
 * where most versions are, those without number and name: they are what every run adds to an index.
 */
public final class VersionOrder {

    /** Names of versions that are numbers, as Delta's; an Iceberg snapshot id has more digits and no order. */
    private static final int DIGITS = 12;
    /** Between the time and a name; sorts after what follows the time of a version without one. */
    private static final String NAMED = "|";
    /** Half of the seconds that ten hexadecimal digits can tell, some 17,000 years. */
    private static final long SECONDS = 1L << 39;

    private static final int HEX = 32;

    private VersionOrder() {}

    /** Returns a text that sorts as the versions do, oldest first. */
    public static String key(VersionView version) {
        return key(version, UnaryOperator.identity());
    }

    /** @param name the form of a version's name */
    public static String key(VersionView version, UnaryOperator<String> name) {
        Long sequence = sequence(version);
        String when = (sequence == null ? "0" : String.format(Locale.ROOT, "1%019d", sequence)) + time(version.time());
        return version.version().equals(version.run().uuid())
                ? when + hex(version.run())
                : when + NAMED + name.apply(version.version()) + NAMED + hex(version.run());
    }

    /** Returns a text that sorts as runs that began at such times do, oldest first. */
    public static String key(Instant began, RunId run) {
        return time(began) + hex(run);
    }

    /** Reads the run off a text of either kind. */
    public static RunId run(String key) {
        String hex = key.substring(key.length() - HEX);
        return new RunId(String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20)));
    }

    private static String hex(RunId run) {
        return run.uuid().replace("-", "");
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
        long seconds = Math.max(0, Math.min(2 * SECONDS - 1, time.getEpochSecond() + SECONDS));
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(seconds, 10) + hex.toHexDigits(time.getNano(), 8);
    }
}
