package io.rowtrail.spark.events;

import io.rowtrail.spark.tags.Verdict;
import io.rowtrail.spark.write.PlannedRun;
import io.rowtrail.spark.write.TagStats;
import io.rowtrail.tags.Absence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The facet {@code rowtrail_tags}: what the written rows' sets are worth. */
final class TagFacets {
    private TagFacets() {}

    /** {@code added}: the rows the table's format says were added, to check our own count against. */
    static RowtrailFacet of(PlannedRun.Tagging tagging, OptionalLong added) {
        RowtrailFacet facet = new RowtrailFacet("rowtrail_tags-1-0-0.json");
        Verdict verdict = tagging.verdict();
        facet.with("written", tagging.written());
        if (tagging.written()) {
            TagStats.Counts counts = tagging.stats().value();
            facet.with("rows", counts.rows())
                    .with("tagged", counts.tagged())
                    .with("exact", counts.exact())
                    .with("truncated", counts.truncated())
                    .with("superset", counts.superset())
                    .with("unknown", counts.unknown())
                    .with("open", counts.open())
                    .with("degraded", counts.degraded());
            if (counts.tagged() > 0) {
                facet.with("ordinals", range(counts.min(), counts.max()));
            }
            // A stage that ran twice counts twice; the table's own number tells.
            added.ifPresent(rows -> facet.with("countsExact", rows == counts.rows()));
        }
        long unknown = tagging.written() ? tagging.stats().value().unknown() : 0;
        if (unknown > 0 && verdict.breaks().isEmpty()) {
            verdict.broken("rows", unknown + " rows carry or were made from a set that is unknown or cannot be read");
        }
        facet.with("guarantee", verdict.guarantee().name().toLowerCase(Locale.ROOT))
                .with("decidedBy", verdict.deciding())
                .with("absence", absence(tagging.absence()))
                .with("breaks", breaks(verdict, tagging.written() ? OptionalLong.of(unknown) : OptionalLong.empty()));
        return facet;
    }

    private static Map<String, Object> range(long min, long max) {
        Map<String, Object> range = new LinkedHashMap<>();
        range.put("min", Long.toString(min));
        range.put("max", Long.toString(max));
        return range;
    }

    private static Map<String, Object> absence(Absence absence) {
        Map<String, Object> said = absence.isNone() ? new LinkedHashMap<>() : range(absence.min(), absence.max());
        said.put("count", Long.toString(absence.count()));
        return said;
    }

    /** Rows that are unknown are told with the operator where there is but one: else it takes each row to tell them apart. */
    private static List<Map<String, String>> breaks(Verdict verdict, OptionalLong unknown) {
        boolean only = unknown.isPresent() && verdict.breaks().size() == 1;
        List<Map<String, String>> breaks = new ArrayList<>();
        for (Verdict.Break found : verdict.breaks()) {
            Map<String, String> said = new LinkedHashMap<>();
            said.put("operator", found.operator());
            said.put("reason", found.reason());
            if (only) {
                said.put("rows", Long.toString(unknown.getAsLong()));
            }
            breaks.add(said);
        }
        return breaks;
    }
}
