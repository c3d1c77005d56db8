package io.rowtrail.service.quarantine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.ingest.RefusedEvents;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/quarantine}: the events that were refused. */
@Path("/api/v1/quarantine")
@Tag(name = "Quarantine")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class QuarantineResource {
    private final QuarantineReads items;
    private final Replays replays;
    private final ReadLog reads;
    private final AuditLogs logs;
    private final Callers callers;

    @Inject
    QuarantineResource(QuarantineReads items, Replays replays, ReadLog reads, AuditLogs logs, Callers callers) {
        this.items = items;
        this.replays = replays;
        this.reads = reads;
        this.logs = logs;
        this.callers = callers;
    }

    /** A page, newest first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<QuarantineReads.Kept> items, @Nullable String next) {}

    /** One item; its text only for who may read events. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record One(
            @JsonUnwrapped QuarantineReads.Kept kept,
            @Nullable String text) {}

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.ENGINEER})
    @Operation(
            summary = "Refused events, newest first",
            description =
                    "Filters: state=held|replayed, entrance=http|batch|kafka, actor, q (words of the pointer or the"
                            + " reason), from, to. Kept are the newest up to a bound of number and bytes.")
    public Page list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("entrance") @Nullable String entrance,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("q") @Nullable String words,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        int most = Params.integer("limit", limit, 100, 1, 1_000);
        Caller caller = callers.current();
        Optional<String> own = own(caller);
        QuarantineReads.Wanted wanted = new QuarantineReads.Wanted(
                cursor == null ? null : after(cursor),
                replayed(state),
                entrance(entrance),
                own.orElse(actor),
                words,
                Params.instant("from", from),
                Params.instant("to", to));
        if (own.isPresent() && actor != null && !actor.equals(own.get())) {
            return new Page(List.of(), null);
        }
        List<QuarantineReads.Kept> found = items.list(caller.tenant(), wanted, most + 1);
        return found.size() <= most
                ? new Page(found, null)
                : new Page(found.subList(0, most), found.get(most - 1).item());
    }

    private static ItemName after(String cursor) {
        return ItemName.parse(cursor)
                .orElseThrow(() -> Problem.invalid("cursor", "is no cursor of this service")
                        .exception());
    }

    private static @Nullable Boolean replayed(@Nullable String state) {
        if (state == null) {
            return null;
        }
        return switch (state) {
            case "held" -> Boolean.FALSE;
            case "replayed" -> Boolean.TRUE;
            default ->
                throw Problem.invalid("state", "must be held or replayed").exception();
        };
    }

    private static @Nullable String entrance(@Nullable String text) {
        if (text != null
                && Arrays.stream(RefusedEvents.Entrance.values())
                        .noneMatch(one -> one.name().toLowerCase(Locale.ROOT).equals(text))) {
            throw Problem.invalid("entrance", "must be http, batch or kafka").exception();
        }
        return text;
    }

    @GET
    @Path("/{item}")
    @RolesAllowed({Roles.ADMIN, Roles.ENGINEER})
    @Operation(summary = "One refused event; its masked text for engineers")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = One.class)))
    @APIResponse(responseCode = "404", description = "No such item, or it had to make room")
    public One one(@PathParam("item") String item) {
        QuarantineReads.Whole found = find(item);
        Caller caller = callers.current();
        if (!caller.has(Roles.ENGINEER)) {
            return new One(found.kept(), null);
        }
        reads.record(
                caller.tenant(),
                caller.name(),
                "quarantine.read",
                logs.events(caller.tenant()).name().value());
        return new One(found.kept(), found.text());
    }

    @POST
    @Path("/{item}/replay")
    @RolesAllowed(Roles.ADMIN)
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Operation(
            summary = "Send a refused event again",
            description = "As it was, or the mended text in the body. What was a whole batch is replayed as one.")
    @RequestBody(
            description = "The mended event; left out, the kept text is sent",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "201", description = "Taken; the receipt")
    @APIResponse(responseCode = "200", description = "The log had it already, or what became of a batch")
    @APIResponse(responseCode = "400", description = "Still no event; errors say where")
    @APIResponse(responseCode = "404", description = "No such item")
    @APIResponse(responseCode = "409", description = "Not all of its text is kept: send it in the body")
    @APIResponse(responseCode = "503", description = "The log cannot take it now; see Retry-After")
    public Uni<Response> replay(
            @PathParam("item") String item,
            @Nullable InputStream mended,
            @HeaderParam("Content-Encoding") @Nullable String encoding) {
        return replays.replay(find(item), callers.current(), mended, encoding);
    }

    private QuarantineReads.Whole find(String item) {
        Caller caller = callers.current();
        return ItemName.parse(item)
                .flatMap(name -> items.byName(caller.tenant(), name, own(caller).orElse(null)))
                .orElseThrow(() -> Problem.notFound("no such item").exception());
    }

    /** What was refused names anything: who may know of some namespaces only sees what they sent themselves. */
    private static Optional<String> own(Caller caller) {
        return caller.namespaces().isAll() ? Optional.empty() : Optional.of(caller.name());
    }
}
