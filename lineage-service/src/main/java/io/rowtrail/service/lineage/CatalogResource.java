package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.Lifetime;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
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
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What there is: namespaces, datasets and jobs. */
@Path("/api/v1")
@Tag(name = "Catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class CatalogResource {
    private final LineageReader graph;

    @Inject
    CatalogResource(LineageReader graph) {
        this.graph = graph;
    }

    /** A namespace. */
    record Namespace(
            String name,
            Instant createdAt,
            Instant updatedAt,
            String ownerName,
            @Nullable String description,
            boolean isHidden) {
        static Namespace of(String name, Lifetime lifetime) {
            return new Namespace(name, lifetime.firstSeen(), lifetime.lastSeen(), "", null, false);
        }
    }

    /** All namespaces. */
    record Namespaces(List<Namespace> namespaces, int totalCount) {}

    /** A page of datasets. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Datasets(
            List<Shapes.Dataset> datasets,
            long totalCount,
            @Nullable String next) {}

    /** A page of jobs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Jobs(
            List<Shapes.Job> jobs,
            long totalCount,
            @Nullable String next) {}

    @GET
    @Path("/namespaces")
    @Operation(summary = "All namespaces of datasets and jobs")
    public Namespaces namespaces(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("offset") @Nullable String offset,
            @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        List<String> all = then.namespaces();
        List<Namespace> part = new ArrayList<>();
        for (String name : Offsets.part(all, limit, offset)) {
            then.namespace(name).ifPresent(lifetime -> part.add(Namespace.of(name, lifetime)));
        }
        return new Namespaces(part, all.size());
    }

    @GET
    @Path("/namespaces/{namespace}")
    @Operation(summary = "A namespace")
    public Namespace namespace(@PathParam("namespace") String namespace, @BeanParam TimeParams time) {
        return time.of(graph)
                .namespace(namespace)
                .map(lifetime -> Namespace.of(namespace, lifetime))
                .orElseThrow(() -> Problem.notFound("no such namespace").exception());
    }

    @GET
    @Path("/namespaces/{namespace}/datasets")
    @Operation(summary = "Datasets of a namespace, by name")
    public Datasets datasets(
            @PathParam("namespace") String namespace, @BeanParam PageParams pages, @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        var page = pages.of(request -> then.datasets(namespace, request));
        return new Datasets(
                page.items().stream().map(Shapes.Dataset::of).toList(), then.countDatasets(namespace), page.next());
    }

    @GET
    @Path("/namespaces/{namespace}/datasets/{name}")
    @Operation(summary = "A dataset")
    public Shapes.Dataset dataset(
            @PathParam("namespace") String namespace, @PathParam("name") String name, @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        DatasetId id = Nodes.named(namespace, name);
        return then.dataset(id)
                .map(view -> Shapes.Dataset.of(view).with(NameShapes.OtherName.of(id, then.names(id))))
                .orElseThrow(() -> Problem.notFound("no such dataset").exception());
    }

    @GET
    @Path("/namespaces/{namespace}/jobs")
    @Operation(summary = "Jobs of a namespace, by name")
    public Jobs jobs(
            @PathParam("namespace") String namespace,
            @BeanParam PageParams pages,
            @QueryParam("lastRunStates") @Nullable String lastRunStates,
            @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        var page = pages.of(request -> then.jobs(namespace, request));
        return new Jobs(shapes(then, page.items(), lastRunStates), then.countJobs(namespace), page.next());
    }

    /** Jobs of all namespaces; by offset alone. */
    @GET
    @Path("/jobs")
    @Operation(summary = "Jobs of all namespaces, by namespace and name")
    public Jobs jobs(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("lastRunStates") @Nullable String lastRunStates,
            @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        int most = Params.integer("limit", limit, 100, 1, Offsets.AT_ONCE);
        int skip = Params.integer("offset", offset, 0, 0, Offsets.MOST);
        long total = 0;
        List<JobView> jobs = new ArrayList<>();
        for (String namespace : then.namespaces()) {
            long here = then.countJobs(namespace);
            total += here;
            if (here <= skip) {
                skip -= (int) here;
            } else if (jobs.size() < most) {
                jobs.addAll(Offsets.page(most - jobs.size(), skip, null, request -> then.jobs(namespace, request))
                        .items());
                skip = 0;
            }
        }
        return new Jobs(shapes(then, jobs, lastRunStates), total, null);
    }

    private static List<Shapes.Job> shapes(LineageReader reader, List<JobView> jobs, @Nullable String states) {
        Map<JobId, RunView> latest =
                reader.latestRuns(jobs.stream().map(JobView::id).toList());
        return jobs.stream()
                .map(job -> Shapes.Job.of(job, latest.get(job.id())))
                .filter(job -> states == null
                        || states.isEmpty()
                        || (job.latestRun() != null
                                && List.of(states.split(","))
                                        .contains(job.latestRun().state())))
                .toList();
    }

    @GET
    @Path("/namespaces/{namespace}/jobs/{name}")
    @Operation(summary = "A job")
    public Shapes.Job job(
            @PathParam("namespace") String namespace, @PathParam("name") String name, @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        JobId id = jobId(namespace, name);
        return then.job(id)
                .map(job ->
                        Shapes.Job.of(job, then.latestRuns(List.of(id)).get(id)).with(then.links(id)))
                .orElseThrow(() -> Problem.notFound("no such job").exception());
    }

    /** The id of a job that is there for the asker; else 404. */
    static JobId knownJob(LineageReader reader, String namespace, String name) {
        JobId id = jobId(namespace, name);
        if (reader.job(id).isEmpty()) {
            throw Problem.notFound("no such job").exception();
        }
        return id;
    }

    private static JobId jobId(String namespace, String name) {
        try {
            return new JobId(namespace, name);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("no such job").exception();
        }
    }
}
