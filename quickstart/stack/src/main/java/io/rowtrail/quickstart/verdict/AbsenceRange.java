package io.rowtrail.quickstart.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.trace.RowtrailProperties;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/**
 * What a run says of the transactions that kept rows out of its output, took them away or moved them: no ordinals beyond
 * these two, and no more than so many.
 *
 * @param min lowest ordinal
 * @param max highest ordinal
 * @param count upper bound of their number; 0 when there is none
 */
public record AbsenceRange(long min, long max, long count) {
    private static final AbsenceRange NONE = new AbsenceRange(0, 0, 0);

    /** From the summary of the snapshot that the run wrote; empty when the run says nothing. */
    static Optional<AbsenceRange> from(Map<String, String> summary) {
        String count = summary.get(RowtrailProperties.ABSENCE_COUNT);
        if (count == null) {
            return Optional.empty();
        }
        return Optional.of(
                Long.parseLong(count) == 0
                        ? NONE
                        : new AbsenceRange(
                                Long.parseLong(summary.getOrDefault(RowtrailProperties.ABSENCE_MIN, "0")),
                                Long.parseLong(summary.getOrDefault(RowtrailProperties.ABSENCE_MAX, "0")),
                                Long.parseLong(count)));
    }

    /** From the member {@code absence} of an answer of the service; empty when it does not know. */
    static Optional<AbsenceRange> from(JsonNode absence) {
        if (!absence.path("count").isTextual()
                || absence.path("exactness").asText().equals("unknown")) {
            return Optional.empty();
        }
        long count = absence.path("count").asLong();
        return Optional.of(
                count == 0
                        ? NONE
                        : new AbsenceRange(
                                absence.path("min").asLong(-1),
                                absence.path("max").asLong(-1),
                                count));
    }

    /** Says what is wrong when {@code absence}, numbers of the ledger, is not wholly in this range; empty when it is. */
    public String lacks(BitSet absence, CapturedEntries captured) {
        if (absence.cardinality() > count) {
            return "its run names at most " + count + " absent transactions, the ledger " + absence;
        }
        return absence.stream()
                .filter(entry -> captured.ordinal(entry)
                        .map(ordinal -> ordinal < min || ordinal > max)
                        .orElse(true))
                .mapToObj(entry -> "entry " + entry + ", which took something out of it, is not between the ordinals "
                        + min + " and " + max + " that its run names")
                .findFirst()
                .orElse("");
    }
}
