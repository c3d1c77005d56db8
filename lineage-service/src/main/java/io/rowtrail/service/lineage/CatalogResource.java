package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What there is: namespaces, datasets with versions, jobs with runs, and a search over names. */
@Path("/api/v1")
@Tag(name = "Catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
public class CatalogResource {
    private final LineageGraph graph;

    @Inject
    CatalogResource(LineageGraph graph) {
        this.graph = graph;
    }

    /** A namespace. */
    record Namespace(String name, String ownerName, boolean isHidden) {}

    /** All namespaces. */
    record Namespaces(List<Namespace> namespaces) {}

    /** A page of datasets. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Datasets(List<Shapes.Dataset> datasets, @Nullable String next) {}

    /** A page of versions. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Versions(List<Shapes.Version> versions, @Nullable String next) {}

    /** A page of jobs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Jobs(List<Shapes.Job> jobs, @Nullable String next) {}

    /** A page of runs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Runs(List<Shapes.Run> runs, @Nullable String next) {}

    /** Something found. */
    record Found(String type, String namespace, String name, String nodeId) {}

    /** What was found. */
    record Search(int totalCount, List<Found> results, List<String> caveats) {}

    @GET
    @Path("/namespaces")
    @Operation(summary = "All namespaces of datasets and jobs")
    public Namespaces namespaces() {
        return new Namespaces(graph.namespaces().stream()
                .map(name -> new Namespace(name, "", false))
                .toList());
    }

    @GET
    @Path("/namespaces/{namespace}/datasets")
    @Operation(summary = "Datasets of a namespace, by name")
    public Datasets datasets(
            @PathParam("namespace") String namespace,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        var page = graph.datasets(namespace, page(limit, cursor));
        return new Datasets(page.items().stream().map(Shapes.Dataset::of).toList(), page.next());
    }

    @GET
    @Path("/namespaces/{namespace}/datasets/{name}")
    @Operation(summary = "A dataset")
    public Shapes.Dataset dataset(@PathParam("namespace") String namespace, @PathParam("name") String name) {
        return graph.dataset(Nodes.named(namespace, name))
                .map(Shapes.Dataset::of)
                .orElseThrow(() -> Problem.notFound("no such dataset").exception());
    }

    @GET
    @Path("/namespaces/{namespace}/datasets/{name}/versions")
    @Operation(summary = "Versions of a dataset, newest first")
    public Versions versions(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        DatasetId id = Nodes.named(namespace, name);
        if (graph.dataset(id).isEmpty()) {
            throw Problem.notFound("no such dataset").exception();
        }
        var page = graph.versions(id, page(limit, cursor));
        return new Versions(page.items().stream().map(Shapes.Version::of).toList(), page.next());
    }

    @GET
    @Path("/namespaces/{namespace}/jobs")
    @Operation(summary = "Jobs of a namespace, by name")
    public Jobs jobs(
            @PathParam("namespace") String namespace,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        var page = graph.jobs(namespace, page(limit, cursor));
        return new Jobs(page.items().stream().map(Shapes.Job::of).toList(), page.next());
    }

    @GET
    @Path("/namespaces/{namespace}/jobs/{name}")
    @Operation(summary = "A job")
    public Shapes.Job job(@PathParam("namespace") String namespace, @PathParam("name") String name) {
        return graph.job(jobId(namespace, name))
                .map(Shapes.Job::of)
                .orElseThrow(() -> Problem.notFound("no such job").exception());
    }

    @GET
    @Path("/namespaces/{namespace}/jobs/{name}/runs")
    @Operation(summary = "Runs of a job, newest start first")
    public Runs runs(
            @PathParam("namespace") String namespace,
            @PathParam("name") String name,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        JobId id = jobId(namespace, name);
        if (graph.job(id).isEmpty()) {
            throw Problem.notFound("no such job").exception();
        }
        var page = graph.runs(id, page(limit, cursor));
        return new Runs(page.items().stream().map(Shapes.Run::of).toList(), page.next());
    }

    @GET
    @Path("/search")
    @Operation(summary = "Datasets and jobs whose name holds the text in any case")
    public Search search(@QueryParam("q") @Nullable String q, @QueryParam("limit") @Nullable String limit) {
        int most = Params.integer("limit", limit, 20, 1, 1_000);
        List<NodeId> found = graph.search(Params.required("q", q), most);
        List<Found> results = found.stream().map(CatalogResource::found).toList();
        return new Search(results.size(), results, found.size() == most ? List.of("truncated") : List.of());
    }

    private static Found found(NodeId id) {
        if (id instanceof DatasetId dataset) {
            return new Found("DATASET", dataset.namespace(), dataset.name(), id.nodeId());
        }
        if (id instanceof JobId job) {
            return new Found("JOB", job.namespace(), job.name(), id.nodeId());
        }
        return new Found("OTHER", "", "", id.nodeId());
    }

    private static JobId jobId(String namespace, String name) {
        try {
            return new JobId(namespace, name);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("no such job").exception();
        }
    }

    private static PageRequest page(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(
                Params.integer("limit", limit, 100, 1, 1_000), cursor == null || cursor.isEmpty() ? null : cursor);
    }
}
