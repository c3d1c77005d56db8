package io.rowtrail.service.lineage;

import io.rowtrail.graph.Lifetime;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.PageRequest;
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
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What Marquez's clients ask for beside the graph: its tags, of which Rowtrail keeps none, and its sources. */
@Path("/api/v1")
@Tag(name = "Catalogue")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
@WhileThere
public class TagResource {
    private final LineageReader graph;

    @Inject
    TagResource(LineageReader graph) {
        this.graph = graph;
    }

    /** All tags. */
    record Tags(List<String> tags) {}

    /** Where datasets are: one source a namespace that holds any. */
    record Source(
            String type,
            String name,
            Instant createdAt,
            Instant updatedAt,
            @Nullable String connectionUrl,
            @Nullable String description) {
        static Source of(String name, Lifetime lifetime) {
            return new Source(type(name), name, lifetime.firstSeen(), lifetime.lastSeen(), url(name), null);
        }

        private static String type(String name) {
            int colon = name.indexOf("://");
            return colon > 0 ? name.substring(0, colon).toUpperCase(Locale.ROOT) : "UNKNOWN";
        }

        /** Clients read this as an address, so that a namespace which is none is left out. */
        private static @Nullable String url(String name) {
            try {
                return URI.create(name).isAbsolute() ? name : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    /** All sources. */
    record Sources(List<Source> sources) {}

    @GET
    @Path("/tags")
    @Operation(summary = "No tags: they are not kept")
    public Tags tags() {
        return new Tags(List.of());
    }

    @GET
    @Path("/sources")
    @Operation(summary = "One source for each namespace that holds datasets")
    public Sources sources(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("offset") @Nullable String offset,
            @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        List<String> holding = then.namespaces().stream()
                .filter(name -> holdsDatasets(then, name))
                .toList();
        List<Source> sources = new ArrayList<>();
        for (String name : Offsets.part(holding, limit, offset)) {
            then.namespace(name).ifPresent(lifetime -> sources.add(Source.of(name, lifetime)));
        }
        return new Sources(sources);
    }

    @GET
    @Path("/sources/{source}")
    @Operation(summary = "A source")
    public Source source(@PathParam("source") String source, @BeanParam TimeParams time) {
        LineageReader then = time.of(graph);
        return then.namespace(source)
                .filter(lifetime -> holdsDatasets(then, source))
                .map(lifetime -> Source.of(source, lifetime))
                .orElseThrow(() -> Problem.notFound("no such source").exception());
    }

    private static boolean holdsDatasets(LineageReader then, String namespace) {
        return !then.datasets(namespace, PageRequest.first(1)).items().isEmpty();
    }
}
