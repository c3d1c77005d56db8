package io.rowtrail.graph.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as an event mentions it.
 *
 * @param type how it processes, when told
 * @param lineage explicit lineage stated by the job (facet {@code lineage}), sorted; empty when none
 * @param deletedFacets names of facets the event deletes, sorted
 */
public record JobMention(JobId id, @Nullable JobType type, List<ExplicitLineage> lineage, List<String> deletedFacets) {

    public JobMention {
        lineage = lineage.stream().distinct().sorted().toList();
        deletedFacets = deletedFacets.stream().distinct().sorted().toList();
    }

    public static JobMention of(JobId id) {
        return new JobMention(id, null, List.of(), List.of());
    }

    /** Says whether the event that mentions the job so is complete in itself, a snapshot of a stream. */
    public boolean standsAlone() {
        return type != null
                && type.emission() != null
                && type.emission().content().equals("COMPLETE_SNAPSHOT");
    }

    /** Returns the length of the window such an event stands for, in seconds; null when it stands for none. */
    public @Nullable Long windowSeconds() {
        return standsAlone()
                        && type != null
                        && type.emission() != null
                        && type.emission().trigger().equals("PERIODIC")
                ? type.emission().windowSeconds()
                : null;
    }

    /**
     * How a job processes.
     *
     * @param processing {@code BATCH}, {@code STREAMING}, {@code SERVICE} or another word of the producer
     * @param integration for example {@code SPARK}
     * @param kind for example {@code QUERY}, when told
     */
    public record JobType(
            String processing,
            String integration,
            @Nullable String kind,
            @Nullable EmissionPattern emission) {

        /** Says whether a run of it has effect while it runs, not only when it has completed. */
        public boolean continuous() {
            return processing.equals("STREAMING") || processing.equals("SERVICE");
        }
    }

    /**
     * When and with what content a streaming job tells of itself.
     *
     * @param windowSeconds length of the window of each event, when told
     */
    public record EmissionPattern(
            String trigger, String content, @Nullable Long windowSeconds) {}
}
