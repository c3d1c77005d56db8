package io.rowtrail.service.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.tenant.Tenants;
import io.smallrye.common.annotation.Blocking;
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
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/keys}: the API keys of the caller's tenant, for its administrators. */
@Path("/api/v1/keys")
@Tag(name = "Operation")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@Blocking
public class KeyResource {
    private static final long MAX_BODY = 64 * 1024;

    private final ApiKeys keys;
    private final Tenants tenants;
    private final Callers callers;
    private final ReadLog acts;
    private final Clock clock;

    @Inject
    KeyResource(ApiKeys keys, Tenants tenants, Callers callers, ReadLog acts, Clock clock) {
        this.keys = keys;
        this.tenants = tenants;
        this.callers = callers;
        this.acts = acts;
        this.clock = clock;
    }

    /**
     * A key.
     *
     * @param prefix the first characters of its text
     * @param key its text, told only to who makes it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shape(
            String name,
            String tenant,
            Set<String> roles,
            List<String> namespaces,
            @Nullable Integer rate,
            @Nullable Integer burst,
            String prefix,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable String key) {
        static Shape of(KnownKey known, @Nullable String text) {
            KeyTerms terms = known.terms();
            return new Shape(
                    terms.name(),
                    terms.tenant().slug(),
                    new TreeSet<>(terms.roles()),
                    terms.namespaces().patterns(),
                    terms.rate().map(Rate::perSecond).orElse(null),
                    terms.rate().map(Rate::burst).orElse(null),
                    known.prefix(),
                    known.createdAt(),
                    terms.expiresAt(),
                    text);
        }
    }

    /** All keys. */
    record All(List<Shape> keys) {}

    @GET
    @Operation(summary = "API keys that are not revoked, without their secrets")
    public All all() {
        Caller caller = callers.current();
        return new All(Await.on(() -> keys.all(caller.tenant())).stream()
                .map(known -> Shape.of(known, null))
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a key",
            description = "{\"name\": …, \"roles\": [\"producer\", …]} and optionally \"namespaces\": [\"warehouse\","
                    + " \"team-a*\"], \"rate\": calls a second, \"burst\", \"expiresAt\"; the secret is told once."
                    + " Administrators of the tenant default may name another \"tenant\", for its first administrator.")
    public Response create(byte @Nullable [] body) {
        Caller caller = callers.current();
        KeyTerms terms = KeyOrder.read(
                StrictJson.parse(StrictJson.text(RequestBody.read(body, null, MAX_BODY))),
                caller.tenant(),
                clock.instant());
        boolean foreign = !terms.tenant().equals(caller.tenant());
        if (foreign && !(caller.administersTenants() && terms.roles().equals(Set.of(Roles.ADMIN)))) {
            throw Problem.forbidden("only a key with the role admin alone can be made for another tenant,"
                            + " by an administrator of the tenant default")
                    .exception();
        }
        if (!Await.on(() -> tenants.has(terms.tenant()))) {
            throw Problem.invalid("not a key", List.of(new FieldError("/tenant", "is no tenant")))
                    .exception();
        }
        acts.act(terms.tenant(), caller.name(), "key.make", terms.name());
        return make(terms);
    }

    private Response make(KeyTerms terms) {
        return Await.on(() -> keys.create(terms))
                .map(fresh -> Response.status(201)
                        .entity(Shape.of(fresh.known(), fresh.key().text()))
                        .header("Cache-Control", "no-store")
                        .build())
                .orElseThrow(() -> Problem.conflict(
                                "there is a key of this name, live or revoked",
                                List.of(new FieldError("/name", "is taken")))
                        .exception());
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "Revoke a key")
    public Response revoke(@PathParam("name") String name) {
        Caller caller = callers.current();
        if (Await.on(() -> keys.all(caller.tenant())).stream()
                .noneMatch(known -> known.terms().name().equals(name))) {
            // Looked up first: what is no name may be a secret, and must not be written down.
            throw Problem.notFound("no such key").exception();
        }
        acts.act(caller.tenant(), caller.name(), "key.revoke", name);
        if (!Await.on(() -> keys.revoke(caller.tenant(), name))) {
            throw Problem.notFound("no such key").exception();
        }
        return Response.noContent().build();
    }
}
