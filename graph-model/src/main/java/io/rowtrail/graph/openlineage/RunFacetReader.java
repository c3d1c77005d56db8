package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
import io.rowtrail.graph.facts.RunFacts.NominalTime;
import io.rowtrail.graph.facts.RunFacts.ParentRun;
import io.rowtrail.graph.facts.RunFacts.RootRun;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the run facets say about structure. Marks of the times inside facets are not the event's, so they are dropped.
 *
 * @param failed whether an error message is there
 */
record RunFacetReader(
        @Nullable ParentRun parent,
        @Nullable NominalTime nominal,
        boolean failed,
        @Nullable CodeVersion code) {

    static RunFacetReader read(JsonAt at, Set<Mark> marks) {
        Facets facets = Facets.read(at, FacetShapes.Entity.RUN, marks);
        JsonAt parent = facets.get("parent");
        JsonAt nominal = facets.get("nominalTime");
        JsonAt code = facets.get("rowtrail_trace");
        return new RunFacetReader(
                parent == null ? null : parent(parent),
                nominal == null ? null : nominal(nominal),
                facets.get("errorMessage") != null,
                code == null ? null : code(code));
    }

    private static ParentRun parent(JsonAt at) {
        JsonAt root = at.at("root");
        return new ParentRun(
                EventReader.runId(at.at("run").object().at("runId")),
                job(at.at("job")),
                root.absent()
                        ? null
                        : new RootRun(EventReader.runId(root.at("run").object().at("runId")), job(root.at("job"))));
    }

    private static JobId job(JsonAt at) {
        at.object();
        return new JobId(at.at("namespace").name(), at.at("name").name());
    }

    private static NominalTime nominal(JsonAt at) {
        Set<Mark> ignored = EnumSet.noneOf(Mark.class);
        JsonAt end = at.at("nominalEndTime");
        return new NominalTime(
                EventTimes.read(at.at("nominalStartTime"), ignored),
                end.absent() ? null : EventTimes.read(end, ignored));
    }

    private static @Nullable CodeVersion code(JsonAt at) {
        CodeVersion code = new CodeVersion(
                at.at("deployId").textOrNull(),
                at.at("jobVersion").textOrNull(),
                at.at("schemaVersion").textOrNull());
        return code.deploy() == null && code.job() == null && code.schema() == null ? null : code;
    }
}
