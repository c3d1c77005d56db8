package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.RunFacts.JobDependency;
import io.rowtrail.graph.facts.RunFacts.NominalTime;
import io.rowtrail.graph.facts.RunFacts.ParentRun;
import io.rowtrail.graph.facts.RunId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the {@code run} of an event says: its id, and what its facets say about structure. */
final class RunFacetReader {

    private final JsonCursor at;
    private @Nullable RunId id;
    private @Nullable ParentRun parent;
    private @Nullable NominalTime nominal;
    private boolean failed;
    private @Nullable CodeVersion code;
    private List<JobDependency> dependencies = List.of();

    private RunFacetReader(JsonCursor at) {
        this.at = at;
    }

    static RunFacetReader read(JsonCursor at, Set<Mark> marks) {
        RunFacetReader run = new RunFacetReader(at);
        at.members(name -> {
            switch (name) {
                case "runId" -> run.id = Told.runId(at);
                case "facets" -> Facets.read(at, FacetShapes.Entity.RUN, marks, run::facet);
                default -> at.skip();
            }
        });
        if (run.id == null) {
            throw at.refusal("runId", "is required");
        }
        return run;
    }

    private @Nullable Facet facet(String key) {
        return switch (key) {
            case "parent" -> new RunFacets.Parent(at, told -> parent = told);
            case "nominalTime" -> new RunFacets.Nominal(at, told -> nominal = told);
            case "rowtrail_trace" -> new RunFacets.Code(at, told -> code = told);
            case "jobDependencies" -> new DependenciesFacet(at, told -> dependencies = told);
            case "errorMessage" -> failing(FacetShapes.facet(FacetShapes.Entity.RUN, key, at));
            default -> null;
        };
    }

    private Facet failing(Facet form) {
        return new Facet() {
            @Override
            public void member(String name) {
                form.member(name);
            }

            @Override
            public void end() {
                form.end();
                failed = true;
            }
        };
    }

    RunId id() {
        if (id == null) {
            throw new IllegalStateException("a run was read without its id");
        }
        return id;
    }

    @Nullable
    ParentRun parent() {
        return parent;
    }

    @Nullable
    NominalTime nominal() {
        return nominal;
    }

    boolean failed() {
        return failed;
    }

    @Nullable
    CodeVersion code() {
        return code;
    }

    List<JobDependency> dependencies() {
        return dependencies;
    }
}
