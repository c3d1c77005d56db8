package io.rowtrail.service.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.tenant.Tenant;
import io.rowtrail.service.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/tenants}: who shares the installation. An administrator sees their own tenant, those of default all. */
@Path("/api/v1/tenants")
@Tag(name = "Operation")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
public class TenantResource {
    private static final long MAX_BODY = 4 * 1024;

    private final Tenants tenants;
    private final Callers callers;

    @Inject
    TenantResource(Tenants tenants, Callers callers) {
        this.tenants = tenants;
        this.callers = callers;
    }

    /** A tenant. */
    record Shape(String slug) {}

    /** Some tenants. */
    record All(List<Shape> tenants) {}

    @GET
    @Operation(summary = "The caller's tenant; all tenants for administrators of the tenant default")
    public Uni<All> all() {
        Caller caller = callers.current();
        Uni<List<Tenant>> seen =
                caller.administersTenants() ? tenants.all() : Uni.createFrom().item(List.of(caller.tenant()));
        return seen.map(all ->
                new All(all.stream().map(tenant -> new Shape(tenant.slug())).toList()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Add a tenant",
            description =
                    "{\"slug\": …} of a-z, 0-9 and -, at most 40; by administrators of the tenant default. 201, or"
                            + " 200 when it is there already. Its first key is made by POST /api/v1/keys with its \"tenant\".")
    public Uni<Response> add(byte @Nullable [] body) {
        if (!callers.current().administersTenants()) {
            throw Problem.forbidden("only an administrator of the tenant default adds tenants")
                    .exception();
        }
        JsonNode json = StrictJson.parse(StrictJson.text(RequestBody.read(body, null, MAX_BODY)));
        Tenant tenant;
        try {
            tenant = Tenant.parse(json.path("slug").asText(""));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("/slug", "must be 1 to 40 of a-z, 0-9 and -, and not like the name of a log")
                    .exception();
        }
        return tenants.add(tenant)
                .map(fresh -> Response.status(fresh ? 201 : 200)
                        .entity(new Shape(tenant.slug()))
                        .build());
    }
}
