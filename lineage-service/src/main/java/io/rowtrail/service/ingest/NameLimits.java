package io.rowtrail.service.ingest;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a name must be so that every store behind the front door can index it. PostgreSQL takes index entries of 2,704
 * bytes, Neo4j of about 8,000, neither takes NUL in a search word; an event that one of them can never take must not get
 * into the log, where it would stop everything behind it.
 */
final class NameLimits {
    /** Bytes of UTF-8 that namespace and name together may have. */
    static final int MOST_BYTES = 2_000;

    private NameLimits() {}

    /** Where a name breaks the limits, and how; empty when none does. */
    static Optional<EventDoor.Prepared.Refused> check(EventFacts facts) {
        if (facts instanceof RunFacts run
                && broken(run.job().id().namespace() + run.job().id().name())) {
            return refused("/job");
        }
        if (facts instanceof JobFacts job
                && broken(job.job().id().namespace() + job.job().id().name())) {
            return refused("/job");
        }
        if (facts instanceof DatasetFacts dataset && broken(List.of(dataset.dataset()))) {
            return refused("/dataset");
        }
        if (broken(facts.inputs())) {
            return refused("/inputs");
        }
        return broken(facts.outputs()) ? refused("/outputs") : Optional.empty();
    }

    private static Optional<EventDoor.Prepared.Refused> refused(String pointer) {
        return Optional.of(new EventDoor.Prepared.Refused(
                pointer, "holds a name with the character NUL, or one of more than " + MOST_BYTES + " bytes"));
    }

    private static boolean broken(List<DatasetMention> mentions) {
        return mentions.stream().anyMatch(NameLimits::broken);
    }

    private static boolean broken(DatasetMention mention) {
        if (broken(mention.id())) {
            return true;
        }
        if (mention.symlinks().stream().anyMatch(link -> broken(link.id()))) {
            return true;
        }
        Schema schema = mention.schema();
        if (schema != null && schema.fields().stream().anyMatch(field -> broken(field.name()))) {
            return true;
        }
        ColumnLineage columns = mention.columns();
        return columns != null
                && (columns.fields().keySet().stream().anyMatch(NameLimits::broken)
                        || columns.fields().values().stream()
                                .flatMap(List::stream)
                                .anyMatch(source -> broken(source.column()))
                        || columns.dataset().stream().anyMatch(source -> broken(source.column())));
    }

    private static boolean broken(ColumnRef column) {
        return broken(column.dataset()) || broken(column.field());
    }

    private static boolean broken(DatasetId id) {
        return broken(id.namespace() + id.name());
    }

    private static boolean broken(String name) {
        return name.indexOf('\0') >= 0
                || (name.length() > MOST_BYTES / 4 && name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES);
    }
}
