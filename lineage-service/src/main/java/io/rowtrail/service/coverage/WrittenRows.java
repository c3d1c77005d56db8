package io.rowtrail.service.coverage;

import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.DatasetMention.Break;
import io.rowtrail.graph.facts.DatasetMention.RowTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Coverage of one output of one run, by its facet {@code rowtrail_tags}: rows whose set is exact, of all. */
final class WrittenRows {
    private WrittenRows() {}

    /** Empty when the run did not say how many rows it wrote, or nothing of their tags. */
    static Optional<Measured> of(NewestWrites.Write write) {
        RowTags tags = write.output().tags();
        Long rows = rows(write.output());
        if (tags == null || rows == null) {
            return Optional.empty();
        }
        long exact = tags.rows() == null ? 0 : Math.min(rows, orZero(tags.exact()));
        return Optional.of(new Measured(exact, rows, Map.of(), offenders(write, tags, rows)));
    }

    private static @Nullable Long rows(DatasetMention output) {
        RowTags tags = output.tags();
        if (tags != null && tags.rows() != null) {
            return tags.rows();
        }
        return output.statistics() == null ? null : output.statistics().rows();
    }

    private static List<Measured.Offender> offenders(NewestWrites.Write write, RowTags tags, long rows) {
        List<Measured.Offender> lost = new ArrayList<>();
        long unknown = tags.rows() == null ? rows : orZero(tags.unknown());
        long told = 0;
        for (Break one : tags.breaks()) {
            long because = orZero(one.rows());
            if (unknown > 0 && (one.rows() == null || because > 0)) {
                told += because;
                lost.add(offender(write, kind(tags), named(write.run(), one), one.rows()));
            }
        }
        if (unknown > told && tags.breaks().stream().allMatch(one -> one.rows() != null)) {
            lost.add(offender(write, "unknown", null, unknown - told));
        }
        if (orZero(tags.truncated()) > 0) {
            lost.add(offender(write, "bound", null, tags.truncated()));
        }
        return lost;
    }

    /** A plan may name a table that the asker may not know of. */
    private static @Nullable String named(RunView run, Break one) {
        return run.hidden() > 0 ? null : one.operator();
    }

    /** Without a count of its own the run wrote no tag column. */
    private static String kind(RowTags tags) {
        return tags.rows() == null ? "noTagColumn" : "operator";
    }

    private static Measured.Offender offender(
            NewestWrites.Write write, String kind, @Nullable String name, @Nullable Long rows) {
        return new Measured.Offender(
                write.dataset().nodeId(),
                kind,
                name,
                rows == null ? null : rows.toString(),
                write.run().id().uuid(),
                write.run().evidence().stream().map(Object::toString).toList());
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
