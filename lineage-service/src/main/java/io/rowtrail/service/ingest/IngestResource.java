package io.rowtrail.service.ingest;

import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.log.LogProgress;
import io.rowtrail.service.log.TenantProgress;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/lineage} and {@code /lineage/batch}. */
@Path("/api/v1")
@Tag(name = "Ingest")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.PRODUCER)
public class IngestResource {
    private final EventDoor door;
    private final BatchDoor batches;
    private final Bodies bodies;
    private final InFlight inFlight;
    private final IngestConfig config;
    private final TenantProgress progress;
    private final Callers callers;

    @Inject
    IngestResource(
            EventDoor door,
            BatchDoor batches,
            Bodies bodies,
            InFlight inFlight,
            IngestConfig config,
            TenantProgress progress,
            Callers callers) {
        this.door = door;
        this.batches = batches;
        this.bodies = bodies;
        this.inFlight = inFlight;
        this.config = config;
        this.progress = progress;
        this.callers = callers;
    }

    /** One event. The answer comes after it is durable. */
    @POST
    @Path("/lineage")
    @Blocking
    @Operation(summary = "Send one OpenLineage 2.0.2 event")
    @RequestBody(
            required = true,
            description = "A RunEvent, JobEvent or DatasetEvent; Content-Encoding gzip is read",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "201",
            description = "Durably in the audit log",
            content = @Content(schema = @Schema(implementation = Receipt.class)))
    @APIResponse(
            responseCode = "200",
            description = "Was in the log already; its first entry",
            content = @Content(schema = @Schema(implementation = Receipt.class)))
    @APIResponse(responseCode = "400", description = "Not an event; errors say where. Kept in quarantine")
    @APIResponse(responseCode = "409", description = "The Idempotency-Key names another event")
    @APIResponse(responseCode = "413", description = "Larger than the service takes; names the largest facet")
    @APIResponse(responseCode = "415", description = "Neither JSON nor gzip of it")
    @APIResponse(responseCode = "503", description = "The log cannot take it now; see Retry-After")
    public Uni<Response> event(
            @Nullable InputStream body,
            @HeaderParam("Content-Encoding") @Nullable String encoding,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @HeaderParam("Prefer") @Nullable String prefer,
            @QueryParam("wait") @Nullable String wait) {
        Wait waiting = Wait.of(wait, prefer, config.waitForGraph());
        Sender sender = Sender.http(callers.current(), idempotencyKey);
        LogProgress followed = progress.of(sender.tenant());
        InFlight.Room room = inFlight.room();
        try {
            byte[] bytes = bodies.receive(body, encoding, room, sender);
            return door.take(sender.tenant(), List.of(door.prepare(bytes, 0, bytes.length, sender)))
                    .onTermination()
                    .invoke(room::close)
                    .flatMap(results -> answer(results.get(0), waiting, followed));
        } catch (RuntimeException e) {
            room.close();
            throw e;
        }
    }

    private static Uni<Response> answer(EventDoor.Ingest result, Wait waiting, LogProgress progress) {
        if (result instanceof EventDoor.Ingest.Refused refused) {
            throw Problem.invalid(
                            "not an OpenLineage event" + refused.where(),
                            List.of(new FieldError(refused.pointer(), refused.reason())))
                    .exception();
        }
        return Receipts.answer(((EventDoor.Ingest.Logged) result).result(), waiting, progress);
    }

    /** Several events; each is taken or refused on its own. */
    @POST
    @Path("/lineage/batch")
    @Blocking
    @Operation(summary = "Send several OpenLineage events, as an array or as {\"events\": […]}")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object[].class)))
    @APIResponse(
            responseCode = "200",
            description = "What became of them, as OpenLineage's own API says it",
            content = @Content(schema = @Schema(implementation = BatchAnswer.Body.class)))
    @APIResponse(responseCode = "400", description = "Not a batch; errors say where. Kept in quarantine")
    @APIResponse(responseCode = "413", description = "Larger than the service takes; names the largest facet")
    @APIResponse(responseCode = "415", description = "Neither JSON nor gzip of it")
    @APIResponse(responseCode = "503", description = "The log can take none of them now; see Retry-After")
    public Uni<Response> batch(
            @Nullable InputStream body,
            @HeaderParam("Content-Encoding") @Nullable String encoding,
            @HeaderParam("Prefer") @Nullable String prefer,
            @QueryParam("wait") @Nullable String wait) {
        Wait waiting = Wait.of(wait, prefer, config.waitForGraph());
        Caller caller = callers.current();
        try (InFlight.Room room = inFlight.room()) {
            byte[] bytes = bodies.receive(body, encoding, room, Sender.wholeBatch(caller));
            return batches.take(bytes, caller).response(progress.of(caller.tenant()), waiting);
        }
    }
}
