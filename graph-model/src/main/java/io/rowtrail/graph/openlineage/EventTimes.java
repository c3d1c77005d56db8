package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.EventHeader.Mark;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as real producers write them: RFC 3339, with any number of digits, sometimes without a zone. */
final class EventTimes {

    private static final Pattern FORM = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})"
            + "(?:[.,](\\d{1,40}))?)?([Zz]|[+-]\\d{2}(?::?\\d{2})?)?(?:\\[[A-Za-z0-9_/+-]{1,64}])?");

    private EventTimes() {}

    static Instant read(JsonCursor at, Set<Mark> marks) {
        Matcher m = FORM.matcher(at.text());
        if (!m.matches()) {
            throw at.refusal("must be a date-time (RFC 3339)");
        }
        String fraction = m.group(7) == null ? "" : m.group(7);
        if (fraction.length() > 9) {
            marks.add(Mark.TRUNCATED_TIME);
            fraction = fraction.substring(0, 9);
        }
        String zone = m.group(8);
        if (zone == null) {
            marks.add(Mark.ASSUMED_UTC);
            zone = "Z";
        }
        try {
            return LocalDateTime.of(
                            Integer.parseInt(m.group(1)),
                            Integer.parseInt(m.group(2)),
                            Integer.parseInt(m.group(3)),
                            Integer.parseInt(m.group(4)),
                            Integer.parseInt(m.group(5)),
                            m.group(6) == null ? 0 : Integer.parseInt(m.group(6)),
                            Integer.parseInt((fraction + "000000000").substring(0, 9)))
                    .toInstant(zone.equalsIgnoreCase("Z") ? ZoneOffset.UTC : ZoneOffset.of(zone));
        } catch (DateTimeException e) {
            throw at.refusal("is no possible date-time");
        }
    }
}
