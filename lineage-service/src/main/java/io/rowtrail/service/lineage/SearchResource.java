package io.rowtrail.service.lineage;

import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.SearchHit;
import io.rowtrail.graph.SearchQuery;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/search}: datasets and jobs by words. */
@Path("/api/v1/search")
@Tag(name = "Catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class SearchResource {
    private final LineageReader graph;

    @Inject
    SearchResource(LineageReader graph) {
        this.graph = graph;
    }

    /**
     * Something found.
     *
     * @param matched {@code name}, {@code namespace} or {@code column:} and its name
     */
    record Found(String type, String name, Instant updatedAt, String namespace, String nodeId, String matched) {
        static Found of(SearchHit hit) {
            String nodeId = hit.id().nodeId();
            if (hit.id() instanceof JobId job) {
                return new Found("JOB", job.name(), hit.lastSeen(), job.namespace(), nodeId, hit.matched());
            }
            DatasetId dataset = (DatasetId) hit.id();
            return new Found("DATASET", dataset.name(), hit.lastSeen(), dataset.namespace(), nodeId, hit.matched());
        }
    }

    /** What was found. */
    record Search(int totalCount, List<Found> results, List<String> caveats) {}

    @GET
    @Operation(
            summary = "Datasets and jobs by words of their names, namespaces and columns, the best first",
            description = "filter=dataset or job; sort=rank, name or updated_at")
    public Search search(
            @QueryParam("q") @Nullable String q,
            @QueryParam("filter") @Nullable String filter,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("namespace") @Nullable String namespace,
            @BeanParam TimeParams time) {
        int most = Params.integer("limit", limit, 100, 1, 1_000);
        SearchQuery query = new SearchQuery(
                Params.required("q", q),
                Params.choice("filter", lower(filter), SearchQuery.Kind.ALL),
                sort(sort),
                namespace == null || namespace.isEmpty() ? null : namespace,
                most);
        List<Found> results =
                time.of(graph).search(query).stream().map(Found::of).toList();
        return new Search(results.size(), results, results.size() == most ? List.of("truncated") : List.of());
    }

    /** Marquez's Java client sends the names of its constants, one of which is not the value it means. */
    private static SearchQuery.Sort sort(@Nullable String text) {
        String given = lower(text);
        if (given != null && given.equals("update_at")) {
            return SearchQuery.Sort.UPDATED_AT;
        }
        if (given != null
                && !given.isEmpty()
                && !List.of("rank", "name", "updated_at").contains(given)) {
            throw Problem.invalid("sort", "must be one of rank, name, updated_at")
                    .exception();
        }
        return given == null || given.isEmpty()
                ? SearchQuery.Sort.RANK
                : SearchQuery.Sort.valueOf(given.toUpperCase(Locale.ROOT));
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
