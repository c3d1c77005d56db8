package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.WhileThere;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Versions of datasets and the runs of jobs that wrote them. */
@Path("/api/v1")
@Tag(name = "Catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class VersionResource {
    /** A version asked for by name is looked for among so many newest ones. */
    private static final int SEARCHED = 1_000;

    private final LineageReader graph;
    private final Callers callers;

    @Inject
    VersionResource(LineageReader graph, Callers callers) {
        this.graph = graph;
        this.callers = callers;
    }

    /** A page of versions. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Versions(
            List<RunShapes.Version> versions,
            long totalCount,
            @Nullable String next) {}

    /** A page of runs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Runs(
            List<RunShapes.Run> runs,
            long totalCount,
            @Nullable String next) {}

    @GET
    @Path("/namespaces/{namespace}/datasets/{name}/versions")
    @Operation(summary = "Versions of a dataset, newest first")
    public Versions versions(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @BeanParam PageParams pages,
            @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        DatasetId id = known(then, namespace, name);
        Page<VersionView> page = callers.current().namespaces().isAll()
                ? pages.of(request -> then.versions(id, request))
                : pages.counted(request -> then.versions(id, request));
        Map<RunId, Optional<RunView>> runs = new HashMap<>();
        return new Versions(
                page.items().stream().map(version -> shape(then, version, runs)).toList(),
                then.countVersions(id),
                page.next());
    }

    @GET
    @Path("/namespaces/{namespace}/datasets/{name}/versions/{version}")
    @Operation(summary = "A version of a dataset, by its own name or by the UUID made from it")
    public RunShapes.Version version(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @PathParam("version") String version,
            @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        DatasetId id = known(then, namespace, name);
        Map<RunId, Optional<RunView>> runs = new HashMap<>();
        return then.versions(id, PageRequest.first(SEARCHED)).items().stream()
                .filter(view -> isCalled(version, view))
                .map(view -> shape(then, view, runs))
                .filter(shown ->
                        shown.version().equals(version) || shown.id().version().equals(version))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("no such version").exception());
    }

    /** Whether a version may be meant, whoever asks. */
    private static boolean isCalled(String version, VersionView view) {
        DatasetId id = view.dataset();
        return view.version().equals(version)
                || RunShapes.VersionName.of(id, view.version()).version().equals(version)
                || RunShapes.VersionName.veiled(id, view.version()).version().equals(version);
    }

    private static DatasetId known(LineageReader reader, String namespace, String name) {
        DatasetId id = Nodes.named(namespace, name);
        if (reader.dataset(id).isEmpty()) {
            throw Problem.notFound("no such dataset").exception();
        }
        return id;
    }

    /** A run the caller may not know of is left out of the versions it wrote. */
    private static RunShapes.Version shape(
            LineageReader reader, VersionView version, Map<RunId, Optional<RunView>> runs) {
        return RunShapes.Version.of(
                version, runs.computeIfAbsent(version.run(), reader::run).orElse(null));
    }

    @GET
    @Path("/namespaces/{namespace}/jobs/{name}/runs")
    @Operation(summary = "Runs of a job, newest start first")
    public Runs runs(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @BeanParam PageParams pages,
            @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        JobId id = CatalogResource.knownJob(then, namespace, name);
        Page<RunView> page = pages.of(request -> then.runs(id, request));
        return new Runs(page.items().stream().map(RunShapes.Run::of).toList(), then.countRuns(id), page.next());
    }
}
