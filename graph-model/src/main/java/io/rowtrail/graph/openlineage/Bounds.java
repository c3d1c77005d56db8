package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.EventHeader.Omitted;
import io.rowtrail.graph.facts.FactsBounds;
import io.rowtrail.graph.facts.Texts;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much one event may put into facts. What is beyond is counted, marked and left to the payload; what is kept does not
 * depend on the order in which the event tells it.
 */
final class Bounds {

    static final int DATASETS = FactsBounds.DATASETS;
    static final int FIELDS = FactsBounds.FIELDS;
    static final int SOURCES = FactsBounds.SOURCES;
    /** Most characters of a type or of the description of a transformation. */
    static final int TEXT = 4_000;

    private final Set<Mark> marks;
    private long datasets;
    private long fields;
    private long sources;

    Bounds(Set<Mark> marks) {
        this.marks = marks;
    }

    void omitDatasets(long count) {
        datasets += count;
    }

    void omitFields(long count) {
        fields += count;
    }

    void omitSources(long count) {
        sources += count;
    }

    /** Cuts a text that is too long, never through a pair of surrogates. */
    String text(String text) {
        if (text.length() <= TEXT) {
            return text;
        }
        marks.add(Mark.SUMMARISED);
        return Texts.cut(text, TEXT);
    }

    /** Returns what was left out, and marks the event if anything was. */
    @Nullable
    Omitted omitted() {
        if (datasets + fields + sources == 0) {
            return null;
        }
        marks.add(Mark.SUMMARISED);
        return new Omitted(datasets, fields, sources);
    }
}
