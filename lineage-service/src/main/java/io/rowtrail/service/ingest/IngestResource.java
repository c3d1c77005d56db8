package io.rowtrail.service.ingest;

import io.quarkus.security.identity.SecurityIdentity;
import io.rowtrail.audit.AppendResult;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.LogProgress;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
    private final InFlight inFlight;
    private final IngestConfig config;
    private final LogProgress progress;
    private final SecurityIdentity caller;

    @Inject
    IngestResource(
            EventDoor door, InFlight inFlight, IngestConfig config, LogProgress progress, SecurityIdentity caller) {
        this.door = door;
        this.inFlight = inFlight;
        this.config = config;
        this.progress = progress;
        this.caller = caller;
    }

    /** One event. The answer comes after it is durable. */
    @POST
    @Path("/lineage")
    @Blocking
    @Operation(summary = "Send one OpenLineage 2.0.2 event")
    @APIResponse(responseCode = "201", description = "Durably in the audit log")
    @APIResponse(responseCode = "200", description = "Was in the log already; its first entry")
    @APIResponse(responseCode = "400", description = "Not an event; errors say where")
    @APIResponse(responseCode = "409", description = "The Idempotency-Key names another event")
    @APIResponse(responseCode = "413", description = "Larger than the service takes")
    @APIResponse(responseCode = "503", description = "The log cannot take it now; see Retry-After")
    public Uni<Response> event(
            byte @Nullable [] body,
            @HeaderParam("Content-Encoding") @Nullable String encoding,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @HeaderParam("Prefer") @Nullable String prefer,
            @QueryParam("wait") @Nullable String wait) {
        Wait waiting = Wait.of(wait, prefer, config.waitForGraph());
        byte[] bytes = RequestBody.read(body, encoding, config.maxBody().asLongValue());
        InFlight.Room room = inFlight.take(bytes.length);
        try {
            EventDoor.Prepared prepared =
                    door.prepare(StrictJson.text(bytes), caller.getPrincipal().getName(), idempotencyKey);
            if (prepared instanceof EventDoor.Prepared.Ready ready) {
                return door.append(ready.submission())
                        .onTermination()
                        .invoke(room::close)
                        .flatMap(result -> answer(result, waiting));
            }
            EventDoor.Prepared.Refused refused = (EventDoor.Prepared.Refused) prepared;
            throw Problem.invalid(
                            "not an OpenLineage event", List.of(new FieldError(refused.pointer(), refused.reason())))
                    .exception();
        } catch (RuntimeException e) {
            room.close();
            throw e;
        }
    }

    /** Several events; each is taken or refused on its own. */
    @POST
    @Path("/lineage/batch")
    @Blocking
    @Operation(summary = "Send several OpenLineage events, as an array or as {\"events\": […]}")
    @APIResponse(responseCode = "200", description = "What became of them")
    public Uni<Response> batch(
            byte @Nullable [] body,
            @HeaderParam("Content-Encoding") @Nullable String encoding,
            @HeaderParam("Prefer") @Nullable String prefer,
            @QueryParam("wait") @Nullable String wait) {
        Wait waiting = Wait.of(wait, prefer, config.waitForGraph());
        byte[] bytes = RequestBody.read(body, encoding, config.maxBody().asLongValue());
        InFlight.Room room = inFlight.take(bytes.length);
        try {
            String actor = caller.getPrincipal().getName();
            List<EventDoor.Prepared> prepared = EventTexts.of(StrictJson.text(bytes)).stream()
                    .map(text -> door.prepare(text, actor, null))
                    .toList();
            return door.append(prepared)
                    .onTermination()
                    .invoke(room::close)
                    .flatMap(results -> BatchAnswer.of(results).response(progress, waiting));
        } catch (RuntimeException e) {
            room.close();
            throw e;
        }
    }

    private Uni<Response> answer(AppendResult result, Wait waiting) {
        if (result instanceof AppendResult.Appended appended) {
            return receipt(
                    201,
                    new Receipt(
                            appended.entry().toString(),
                            appended.leafHash().hex(),
                            false,
                            appended.salt().hex(),
                            null),
                    appended.entry().index(),
                    appended.epoch(),
                    waiting);
        }
        if (result instanceof AppendResult.Duplicate duplicate) {
            return receipt(
                    200,
                    new Receipt(
                            duplicate.entry().toString(),
                            duplicate.leafHash().hex(),
                            true,
                            duplicate.salt() == null ? null : duplicate.salt().hex(),
                            null),
                    duplicate.entry().index(),
                    duplicate.epoch(),
                    waiting);
        }
        throw LogProblems.of(result).exception();
    }

    private Uni<Response> receipt(int status, Receipt receipt, long index, long epoch, Wait waiting) {
        progress.notice(index);
        Response.ResponseBuilder response = Response.status(status).header(LogProblems.EPOCH_HEADER, epoch);
        if (!waiting.wanted()) {
            return Uni.createFrom().item(response.entity(receipt).build());
        }
        return progress.folded(index, waiting.patience())
                .map(folded -> response.entity(new Receipt(
                                receipt.entry(), receipt.leafHash(), receipt.duplicate(), receipt.salt(), folded))
                        .build());
    }
}
