package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.JobMention.EmissionPattern;
import io.rowtrail.graph.facts.JobMention.JobType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a job and its facets. */
final class JobReader {

    private final JsonCursor at;
    private final Bounds bounds;
    private @Nullable JobType type;
    private List<LineageFacet.Entry> entries = List.of();
    private List<String> deleted = List.of();
    private @Nullable String version;

    /**
     * What was read.
     *
     * @param version of its code, where it is said where that is
     */
    record Job(JobMention mention, @Nullable String version) {}

    private JobReader(JsonCursor at, Bounds bounds) {
        this.at = at;
        this.bounds = bounds;
    }

    static Job read(JsonCursor at, Set<Mark> marks, Bounds bounds) {
        return new JobReader(at, bounds).read(marks);
    }

    private Job read(Set<Mark> marks) {
        Told told = new Told(at);
        at.members(name -> {
            if (name.equals("facets")) {
                deleted = Facets.read(at, FacetShapes.Entity.JOB, marks, this::facet);
            } else if (!told.member(name)) {
                at.skip();
            }
        });
        JobId id = told.job();
        JobMention mention = new JobMention(
                id, type, entries.stream().map(entry -> entry.of(id)).toList(), deleted);
        return new Job(mention, version);
    }

    private @Nullable Facet facet(String key) {
        return switch (key) {
            case "jobType" -> new TypeFacet(at, told -> type = told);
            case "lineage" -> LineageFacet.ofJob(at, bounds, told -> entries = told);
            case "sourceCodeLocation" -> located(FacetShapes.facet(FacetShapes.Entity.JOB, key, at));
            default -> null;
        };
    }

    private Facet located(Facet form) {
        return new Facet() {
            @Override
            public void member(String name) {
                if (name.equals("version")) {
                    version = at.textOrNull();
                } else {
                    form.member(name);
                }
            }

            @Override
            public void end() {
                form.end();
            }
        };
    }

    private static final class TypeFacet implements Facet {

        private final JsonCursor at;
        private final Consumer<JobType> told;
        private @Nullable String processing;
        private @Nullable String integration;
        private @Nullable String kind;
        private @Nullable EmissionPattern emission;

        TypeFacet(JsonCursor at, Consumer<JobType> told) {
            this.at = at;
            this.told = told;
        }

        @Override
        public void member(String name) {
            switch (name) {
                case "processingType" -> processing = at.text().toUpperCase(Locale.ROOT);
                case "integration" -> integration = at.text();
                case "jobType" -> kind = at.textOrNull();
                case "emissionPattern" -> emission = emission();
                default -> at.skip();
            }
        }

        private EmissionPattern emission() {
            String[] words = {null, null};
            Long[] window = {null};
            at.members(name -> {
                switch (name) {
                    case "eventTrigger" -> words[0] = at.text().toUpperCase(Locale.ROOT);
                    case "eventContentMode" -> words[1] = at.text().toUpperCase(Locale.ROOT);
                    case "windowDuration" -> window[0] = at.integerOrNull();
                    default -> at.skip();
                }
            });
            return new EmissionPattern(
                    required("eventTrigger", words[0]), required("eventContentMode", words[1]), window[0]);
        }

        private String required(String member, @Nullable String text) {
            if (text == null) {
                throw at.refusal(member, "is required");
            }
            return text;
        }

        @Override
        public void end() {
            told.accept(new JobType(
                    required("processingType", processing), required("integration", integration), kind, emission));
        }
    }
}
