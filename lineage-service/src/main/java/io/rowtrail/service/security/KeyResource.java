package io.rowtrail.service.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.http.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/keys}: API keys, for administrators. */
@Path("/api/v1/keys")
@Tag(name = "Operation")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
public class KeyResource {
    private final ApiKeys keys;

    @Inject
    KeyResource(ApiKeys keys) {
        this.keys = keys;
    }

    /** A key without its secret. */
    record Known(String name, Set<String> roles) {}

    /** All keys. */
    record All(List<Known> keys) {}

    /** A new key: the only time its secret is told. */
    record Fresh(String name, Set<String> roles, String key) {}

    @GET
    @Operation(summary = "Live API keys, without their secrets")
    public Uni<All> all() {
        return keys.all()
                .map(holders -> new All(holders.stream()
                        .map(holder -> new Known(holder.name(), new TreeSet<>(holder.roles())))
                        .toList()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a key",
            description = "{\"name\": …, \"roles\": [\"producer\", …]}; the secret is told once")
    public Uni<Response> create(byte @Nullable [] body) {
        JsonNode json = StrictJson.parse(StrictJson.text(RequestBody.read(body, null, 16 * 1024)));
        List<FieldError> errors = new ArrayList<>();
        String name = json.path("name").asText("");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")) {
            errors.add(new FieldError("/name", "must be 1 to 100 letters, digits and . _ @ -"));
        }
        Set<String> roles = new TreeSet<>();
        for (int i = 0; i < json.path("roles").size(); i++) {
            String role = json.path("roles").get(i).asText("");
            if (!Roles.ALL.contains(role)) {
                errors.add(new FieldError("/roles/" + i, "is no role"));
            }
            roles.add(role);
        }
        if (roles.isEmpty()) {
            errors.add(new FieldError("/roles", "must hold at least one role"));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid("not a key", errors).exception();
        }
        return keys.create(name, roles)
                .map(key -> key.map(made -> Response.status(201)
                                .entity(new Fresh(name, roles, made.text()))
                                .build())
                        .orElseThrow(() -> Problem.conflict(
                                        "there is a key of this name, live or revoked",
                                        List.of(new FieldError("/name", "is taken")))
                                .exception()));
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "Revoke a key")
    public Uni<Response> revoke(@PathParam("name") String name) {
        return keys.revoke(name).map(live -> {
            if (!live) {
                throw Problem.notFound("no such key").exception();
            }
            return Response.noContent().build();
        });
    }
}
