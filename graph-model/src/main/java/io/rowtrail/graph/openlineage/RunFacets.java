package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.RunFacts.NominalTime;
import io.rowtrail.graph.facts.RunFacts.ParentRun;
import io.rowtrail.graph.facts.RunFacts.RootRun;
import io.rowtrail.graph.facts.RunId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The small facets of runs. */
final class RunFacets {

    private RunFacets() {}

    /** A run and its job, while they are read. */
    private static final class Pair {

        private final JsonCursor at;
        private @Nullable RunId run;
        private @Nullable JobId job;

        Pair(JsonCursor at) {
            this.at = at;
        }

        boolean member(String name) {
            switch (name) {
                case "run" -> run = Told.run(at);
                case "job" -> job = Told.job(at);
                default -> {
                    return false;
                }
            }
            return true;
        }

        RunId run() {
            if (run == null) {
                throw at.refusal("run", "is required");
            }
            return run;
        }

        JobId job() {
            if (job == null) {
                throw at.refusal("job", "is required");
            }
            return job;
        }
    }

    /** {@code parent}. */
    static final class Parent implements Facet {

        private final JsonCursor at;
        private final Consumer<ParentRun> told;
        private final Pair pair;
        private @Nullable RootRun root;

        Parent(JsonCursor at, Consumer<ParentRun> told) {
            this.at = at;
            this.told = told;
            this.pair = new Pair(at);
        }

        @Override
        public void member(String name) {
            if (name.equals("root")) {
                Pair top = new Pair(at);
                at.members(member -> {
                    if (!top.member(member)) {
                        at.skip();
                    }
                });
                root = new RootRun(top.run(), top.job());
            } else if (!pair.member(name)) {
                at.skip();
            }
        }

        @Override
        public void end() {
            told.accept(new ParentRun(pair.run(), pair.job(), root));
        }
    }

    /** {@code nominalTime}. Marks of its times are not the event's, so they are dropped. */
    static final class Nominal implements Facet {

        private final JsonCursor at;
        private final Consumer<NominalTime> told;
        private @Nullable Instant start;
        private @Nullable Instant end;

        Nominal(JsonCursor at, Consumer<NominalTime> told) {
            this.at = at;
            this.told = told;
        }

        @Override
        public void member(String name) {
            switch (name) {
                case "nominalStartTime" -> start = EventTimes.read(at, EnumSet.noneOf(Mark.class));
                case "nominalEndTime" -> end = EventTimes.read(at, EnumSet.noneOf(Mark.class));
                default -> at.skip();
            }
        }

        @Override
        public void end() {
            if (start == null) {
                throw at.refusal("nominalStartTime", "is required");
            }
            told.accept(new NominalTime(start, end));
        }
    }

    /** Our {@code rowtrail_trace}, as far as it tells of code. */
    static final class Code implements Facet {

        private final JsonCursor at;
        private final Consumer<CodeVersion> told;
        private @Nullable String deploy;
        private @Nullable String job;
        private @Nullable String schema;

        Code(JsonCursor at, Consumer<CodeVersion> told) {
            this.at = at;
            this.told = told;
        }

        @Override
        public void member(String name) {
            switch (name) {
                case "deployId" -> deploy = at.textOrNull();
                case "jobVersion" -> job = at.textOrNull();
                case "schemaVersion" -> schema = at.textOrNull();
                default -> at.skip();
            }
        }

        @Override
        public void end() {
            if (deploy != null || job != null || schema != null) {
                told.accept(new CodeVersion(deploy, job, schema));
            }
        }
    }
}
