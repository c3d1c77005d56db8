package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunFacts.JobDependency;
import io.rowtrail.graph.facts.RunFacts.JobDependency.Side;
import io.rowtrail.graph.facts.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The facet {@code jobDependencies} of a run. */
final class DependenciesFacet implements Facet {

    private final JsonCursor at;
    private final Consumer<List<JobDependency>> told;
    private final List<JobDependency> dependencies = new ArrayList<>();

    DependenciesFacet(JsonCursor at, Consumer<List<JobDependency>> told) {
        this.at = at;
        this.told = told;
    }

    @Override
    public void member(String name) {
        switch (name) {
            case "upstream" -> at.elements(() -> dependencies.add(one(Side.UPSTREAM)));
            case "downstream" -> at.elements(() -> dependencies.add(one(Side.DOWNSTREAM)));
            default -> at.skip();
        }
    }

    private JobDependency one(Side side) {
        One one = new One();
        at.members(name -> {
            switch (name) {
                case "job" -> one.job = Told.job(at);
                case "run" -> one.run = Told.run(at);
                case "dependency_type" -> one.type = at.textOrEmpty();
                default -> at.skip();
            }
        });
        if (one.job == null) {
            throw at.refusal("job", "is required");
        }
        return new JobDependency(side, one.job, one.run, one.type);
    }

    @Override
    public void end() {
        told.accept(dependencies);
    }

    private static final class One {
        private @Nullable JobId job;
        private @Nullable RunId run;
        private String type = "";
    }
}
