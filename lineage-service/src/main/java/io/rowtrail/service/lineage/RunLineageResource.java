package io.rowtrail.service.lineage;

import io.rowtrail.graph.Effect;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.WhileThere;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/runlineage/upstream}: the runs whose versions of datasets a run read, and so on. */
@Path("/api/v1/runlineage/upstream")
@Tag(name = "Lineage")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class RunLineageResource {
    /** More runs are not walked over. */
    private static final int MOST_RUNS = 500;
    /** A version that is not named is looked for among so many newest ones. */
    private static final int SEARCHED = 200;

    private final LineageReader graph;

    @Inject
    RunLineageResource(LineageReader graph) {
        this.graph = graph;
    }

    /** The runs, the one asked for first, each before those it read from. */
    record Upstream(List<Step> runs, List<String> caveats) {}

    /** A run and what it read. */
    record Step(RunShapes.VersionName job, Summary run, List<Input> inputs) {}

    /** When a run was and how it ended. */
    record Summary(String id, Instant start, @Nullable Instant end, String status) {}

    /**
     * A version of a dataset that was read.
     *
     * @param version null when none is known from before the run ended
     * @param stated whether the run said which version it read; otherwise it is the newest written with effect before that
     */
    record Input(
            String namespace,
            String name,
            @Nullable String version,
            @Nullable String producedByRunId,
            boolean stated) {}

    @GET
    @Operation(summary = "The runs that wrote the versions a run read, and those that wrote what they read, to a depth")
    public Upstream upstream(
            @QueryParam("runId") @Nullable String runId,
            @QueryParam("depth") @Nullable String depth,
            @BeanParam TimeParams time) {
        int most = Params.integer("depth", depth, 20, 0, 1_000);
        LineageReader then = time.of(graph);
        RunView start = then.run(Nodes.run("runId", runId))
                .orElseThrow(() -> Problem.notFound("no such run").exception());
        List<Step> steps = new ArrayList<>();
        boolean cut = false;
        Set<RunId> seen = new LinkedHashSet<>(Set.of(start.id()));
        List<RunView> level = List.of(start);
        for (int distance = 0; !level.isEmpty() && distance <= most; distance++) {
            List<RunView> next = new ArrayList<>();
            for (RunView run : level) {
                List<Input> inputs = new ArrayList<>();
                for (DatasetMention mention : run.inputs()) {
                    Read found = read(then, mention, run);
                    Optional<VersionView> read = found.version();
                    cut |= found.cut();
                    Optional<RunView> writer = read.flatMap(version -> then.run(version.run()));
                    inputs.add(input(mention, read, writer));
                    if (writer.isPresent()
                            && seen.size() < MOST_RUNS
                            && seen.add(writer.get().id())) {
                        next.add(writer.get());
                    }
                }
                steps.add(step(run, inputs));
            }
            level = next;
        }
        return new Upstream(steps, cut || seen.size() >= MOST_RUNS ? List.of("truncated") : List.of());
    }

    private static Step step(RunView view, List<Input> inputs) {
        RunShapes.Run run = RunShapes.Run.of(view);
        return new Step(run.jobVersion(), new Summary(run.id(), run.startedAt(), run.endedAt(), run.state()), inputs);
    }

    private static Input input(DatasetMention mention, Optional<VersionView> read, Optional<RunView> writer) {
        return new Input(
                mention.id().namespace(),
                mention.id().name(),
                version(mention, read, writer.orElse(null)),
                writer.map(run -> run.id().uuid()).orElse(null),
                mention.version() != null);
    }

    /** What the version is called; null when neither the run nor anybody before it named one. */
    private static @Nullable String version(
            DatasetMention mention, Optional<VersionView> read, @Nullable RunView writer) {
        if (read.isPresent()) {
            return RunShapes.Version.name(read.get(), writer).version();
        }
        String stated = mention.version();
        return stated == null
                ? null
                : RunShapes.VersionName.of(mention.id(), stated).version();
    }

    /** The version a run read: the one it named, else the newest with effect that another run had written by its end. */
    private static Read read(LineageReader reader, DatasetMention mention, RunView run) {
        Instant ended = run.endedAt();
        Page<VersionView> newest = reader.versions(mention.id(), PageRequest.first(SEARCHED));
        Optional<VersionView> found = newest.items().stream()
                .filter(version -> !version.run().equals(run.id()))
                .filter(version -> mention.version() == null
                        ? version.effect() == Effect.EFFECTIVE
                                && (ended == null || !version.time().isAfter(ended))
                        : version.version().equals(mention.version()))
                .findFirst();
        return new Read(found, found.isEmpty() && newest.next() != null);
    }

    /** @param cut whether an older version than those looked at may be the one */
    private record Read(Optional<VersionView> version, boolean cut) {}
}
