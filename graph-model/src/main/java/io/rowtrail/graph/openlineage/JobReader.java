package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.JobMention.EmissionPattern;
import io.rowtrail.graph.facts.JobMention.JobType;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads a job and its facets. */
record JobReader(Set<Mark> marks) {

    JobMention read(JsonAt at) {
        at.object();
        JobId id = new JobId(at.at("namespace").name(), at.at("name").name());
        Facets facets = Facets.read(at.at("facets"), FacetShapes.Entity.JOB, marks);
        JsonAt type = facets.get("jobType");
        JsonAt lineage = facets.get("lineage");
        List<ExplicitLineage> entries = lineage == null
                ? List.of()
                : lineage.at("entries").list(entry -> ExplicitLineageReader.jobEntry(entry, id));
        return new JobMention(id, type == null ? null : type(type), entries, facets.deleted());
    }

    private static JobType type(JsonAt at) {
        JsonAt emission = at.at("emissionPattern");
        return new JobType(
                at.at("processingType").text().toUpperCase(Locale.ROOT),
                at.at("integration").text(),
                at.at("jobType").textOrNull(),
                emission.absent()
                        ? null
                        : new EmissionPattern(
                                emission.object().at("eventTrigger").text().toUpperCase(Locale.ROOT),
                                emission.at("eventContentMode").text().toUpperCase(Locale.ROOT),
                                emission.at("windowDuration").integerOrNull()));
    }
}
