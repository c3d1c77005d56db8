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

    @Inject
    VersionResource(LineageReader graph) {
        this.graph = graph;
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
        Page<VersionView> page = pages.of(request -> then.versions(id, request));
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
            @PathParam("version") String version) {
        DatasetId id = known(graph, namespace, name);
        return graph.versions(id, PageRequest.first(SEARCHED)).items().stream()
                .filter(view -> view.version().equals(version)
                        || RunShapes.VersionName.of(id, view.version())
                                .version()
                                .equals(version))
                .findFirst()
                .map(view -> shape(graph, view, new HashMap<>()))
                .orElseThrow(() -> Problem.notFound("no such version").exception());
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
        JobId id = CatalogResource.jobId(namespace, name);
        if (then.job(id).isEmpty()) {
            throw Problem.notFound("no such job").exception();
        }
        Page<RunView> page = pages.of(request -> then.runs(id, request));
        return new Runs(page.items().stream().map(RunShapes.Run::of).toList(), then.countRuns(id), page.next());
    }
}
