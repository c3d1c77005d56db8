package io.rowtrail.audit.seal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as leaves and packs write them: RFC 3339 UTC of one width, so that they sort as text. */
public final class LeafTime {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private LeafTime() {}

    /** For example {@code 2026-11-22T23:20:00.000001Z}; what is finer than a microsecond is cut off. */
    public static String format(Instant time) {
        return FORM.format(time);
    }
}
