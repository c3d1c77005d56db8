package io.rowtrail.service.wire;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.Schema;
import io.rowtrail.graph.openlineage.Read;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a name must be so that every store behind the front door can index it. PostgreSQL takes index entries of 2,704
 * bytes, Neo4j of about 8,000, neither takes NUL in a search word; an event that one of them can never take must not get
 * into the log, where it would stop everything behind it.
 */
public final class NameLimits {
    /** Bytes of UTF-8 that namespace and name together may have. */
    static final int MOST_BYTES = 2_000;

    private NameLimits() {}

    /** Where a name breaks the limits, and how; empty when none does. */
    public static Optional<Read.Rejected> check(EventFacts facts) {
        if (facts instanceof RunFacts run) {
            if (broken(run.job())) {
                return refused("/job");
            }
            RunFacts.ParentRun parent = run.parent();
            if (parent != null
                    && (broken(parent.job())
                            || (parent.root() != null && broken(parent.root().job())))) {
                return refused("/run/facets/parent");
            }
        }
        if (facts instanceof JobFacts job && broken(job.job())) {
            return refused("/job");
        }
        if (facts instanceof DatasetFacts dataset && broken(dataset.dataset())) {
            return refused("/dataset");
        }
        if (facts.inputs().stream().anyMatch(NameLimits::broken)) {
            return refused("/inputs");
        }
        return facts.outputs().stream().anyMatch(NameLimits::broken) ? refused("/outputs") : Optional.empty();
    }

    private static Optional<Read.Rejected> refused(String pointer) {
        return Optional.of(new Read.Rejected(
                pointer, "holds a name with the character NUL, or one of more than " + MOST_BYTES + " bytes"));
    }

    private static boolean broken(JobMention job) {
        return broken(job.id()) || brokenLineage(job.lineage());
    }

    private static boolean broken(DatasetMention mention) {
        if (broken(mention.id())
                || mention.symlinks().stream().anyMatch(link -> broken(link.id()))
                || (mention.lifecycle() != null && broken(mention.lifecycle().previous()))
                || (mention.schema() != null && brokenFields(mention.schema().fields()))
                || brokenLineage(mention.lineage())) {
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

    private static boolean brokenFields(List<Schema.Field> fields) {
        return fields.stream().anyMatch(field -> broken(field.name()) || brokenFields(field.fields()));
    }

    private static boolean brokenLineage(List<ExplicitLineage> lineage) {
        return lineage.stream()
                .anyMatch(one -> broken(one.target())
                        || one.sources().stream()
                                .anyMatch(source -> broken(source.node()) || broken(source.targetField())));
    }

    private static boolean broken(@Nullable NodeId node) {
        if (node instanceof DatasetId dataset) {
            return broken(dataset.namespace() + dataset.name());
        }
        if (node instanceof JobId job) {
            return broken(job.namespace() + job.name());
        }
        return node instanceof ColumnRef column && (broken(column.dataset()) || broken(column.field()));
    }

    private static boolean broken(String name) {
        return name.indexOf('\0') >= 0
                || (name.length() > MOST_BYTES / 4 && name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES);
    }
}
