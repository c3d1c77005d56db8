package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunFacts.CodeVersion;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Versions of jobs: runs that read and wrote the same with the same code are of one version. */
@Path("/api/v1/namespaces/{namespace}/jobs/{name}/versions")
@Tag(name = "Catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class JobVersionResource {
    /** Versions are listed of so many newest runs. */
    private static final int SEARCHED = 1_000;
    /** One that is asked for is looked for among so many times as many. */
    private static final int TIMES = 10;

    private final LineageReader graph;

    @Inject
    JobVersionResource(LineageReader graph) {
        this.graph = graph;
    }

    /**
     * A version of a job.
     *
     * @param createdAt when the first run of it began that was looked at
     * @param runs how many runs of it were looked at
     */
    record Version(
            RunShapes.VersionName id,
            String namespace,
            String name,
            String version,
            Instant createdAt,
            Instant updatedAt,
            @Nullable String location,
            List<Shapes.Name> inputs,
            List<Shapes.Name> outputs,
            RunShapes.Run latestRun,
            @Nullable CodeVersion codeVersion,
            int runs) {
        static Version of(List<RunView> newestFirst) {
            RunShapes.Run latest = RunShapes.Run.of(newestFirst.get(0));
            RunView first = newestFirst.get(newestFirst.size() - 1);
            return new Version(
                    latest.jobVersion(),
                    latest.job().namespace(),
                    latest.job().name(),
                    latest.jobVersion().version(),
                    first.startedAt(),
                    latest.startedAt(),
                    null,
                    latest.inputs(),
                    latest.outputs(),
                    latest,
                    latest.codeVersion(),
                    newestFirst.size());
        }
    }

    /** A page of versions. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Versions(List<Version> versions, int totalCount, List<String> caveats) {}

    @GET
    @Operation(summary = "Versions of a job, the one run last first; of its newest thousand runs")
    public Versions versions(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("offset") @Nullable String offset,
            @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        JobId id = CatalogResource.knownJob(then, namespace, name);
        List<Version> all = all(then, id);
        boolean more = then.countRuns(id) > SEARCHED;
        int skip = Math.min(all.size(), Params.integer("offset", offset, 0, 0, SEARCHED));
        int most = Params.integer("limit", limit, 100, 1, SEARCHED);
        return new Versions(
                all.subList(skip, Math.min(all.size(), skip + most)),
                all.size(),
                more ? List.of("truncated") : List.of());
    }

    @GET
    @Path("/{version}")
    @Operation(summary = "A version of a job")
    public Version version(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("version") String version,
            @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        JobId id = CatalogResource.knownJob(then, namespace, name);
        String after = null;
        for (int i = 0; i < TIMES; i++) {
            Page<RunView> runs = then.runs(id, new PageRequest(SEARCHED, after));
            List<RunView> ofIt = versions(runs).get(version);
            if (ofIt != null) {
                return Version.of(ofIt);
            }
            after = runs.next();
            if (after == null) {
                throw Problem.notFound("no such version").exception();
            }
        }
        throw Problem.notFound("no such version among the newest " + TIMES * SEARCHED + " runs")
                .exception();
    }

    private static List<Version> all(LineageReader reader, JobId id) {
        return versions(reader.runs(id, PageRequest.first(SEARCHED))).values().stream()
                .map(Version::of)
                .toList();
    }

    private static Map<String, List<RunView>> versions(Page<RunView> runs) {
        Map<String, List<RunView>> versions = new LinkedHashMap<>();
        for (RunView run : runs.items()) {
            versions.computeIfAbsent(RunShapes.VersionName.of(run).version(), v -> new ArrayList<>())
                    .add(run);
        }
        return versions;
    }
}
