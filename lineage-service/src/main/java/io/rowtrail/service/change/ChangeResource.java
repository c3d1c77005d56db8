package io.rowtrail.service.change;

import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.ingest.InFlight;
import io.rowtrail.service.ingest.IngestConfig;
import io.rowtrail.service.ingest.LogProblems;
import io.rowtrail.service.ingest.Receipt;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/changes}. */
@Path("/api/v1/changes")
@Tag(name = "Ingest")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.PRODUCER)
public class ChangeResource {
    private final ChangeDoor door;
    private final InFlight inFlight;
    private final IngestConfig config;
    private final Callers callers;

    @Inject
    ChangeResource(ChangeDoor door, InFlight inFlight, IngestConfig config, Callers callers) {
        this.door = door;
        this.inFlight = inFlight;
        this.config = config;
        this.callers = callers;
    }

    /** A batch of captured source transactions. */
    @POST
    @Blocking
    @Operation(summary = "Send a batch of captured source transactions")
    @APIResponse(responseCode = "201", description = "Durably in the audit log and found by its ordinals")
    @APIResponse(responseCode = "200", description = "Was in the log already")
    @APIResponse(responseCode = "400", description = "Not a batch; errors say where")
    @APIResponse(responseCode = "403", description = "A table outside the caller's namespaces; errors say where")
    @APIResponse(responseCode = "409", description = "An ordinal or an incarnation is already told otherwise")
    @APIResponse(responseCode = "503", description = "The log cannot take it now; see Retry-After")
    public Response changes(@Nullable InputStream body, @HeaderParam("Content-Encoding") @Nullable String encoding) {
        ChangeDoor.Taken taken = taken(body, encoding);
        Receipt receipt = taken.receipt();
        return Response.status(receipt.duplicate() ? 200 : 201)
                .header(LogProblems.EPOCH_HEADER, taken.epoch())
                .entity(receipt)
                .build();
    }

    private ChangeDoor.Taken taken(@Nullable InputStream body, @Nullable String encoding) {
        long limit = config.maxBody().asLongValue();
        try (InFlight.Room room = inFlight.room()) {
            byte[] bytes = RequestBody.whole(RequestBody.receive(body, encoding, limit, room::grow), limit);
            return door.take(StrictJson.text(bytes), callers.current());
        }
    }
}
