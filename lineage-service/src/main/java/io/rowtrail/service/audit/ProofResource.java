package io.rowtrail.service.audit;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Checkpoint;
import io.rowtrail.audit.merkle.ConsistencyProof;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Checkpoints, proofs and C2SP tiles: what anybody needs to check the log, none of it content. */
@Path("/api/v1/audit")
@Tag(name = "Audit")
@RolesAllowed(Roles.AUDITOR)
@Blocking
public class ProofResource {
    private final AuditLogs logs;
    private final Callers callers;

    @Inject
    ProofResource(AuditLogs logs, Callers callers) {
        this.logs = logs;
        this.callers = callers;
    }

    /** A consistency proof. */
    record Consistency(String log, String first, String second, List<String> path) {}

    /** A log's identity. */
    record Identity(String log, String origin, List<String> verifierKeys, String size) {}

    @GET
    @Path("/checkpoint")
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    @Operation(summary = "The newest checkpoint, a C2SP signed note")
    public String checkpoint(@QueryParam("log") @Nullable String logName) {
        AuditLog log = log(logName);
        return Await.on(log::checkpoint).note();
    }

    @GET
    @Path("/logs")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The logs, their origins and the keys their checkpoints are checked by")
    public List<Identity> logs() {
        Caller caller = callers.current();
        Identity events = identity(logs.events(caller.tenant()));
        return caller.namespaces().isAll() ? List.of(events, identity(logs.meta(caller.tenant()))) : List.of(events);
    }

    private AuditLog log(@Nullable String name) {
        return LogParam.of(logs, callers.current(), name);
    }

    private static Identity identity(AuditLog log) {
        return new Identity(
                log.name().value(),
                log.identity().origin(),
                log.identity().verifierKeys(),
                Long.toString(Await.on(log::size)));
    }

    @GET
    @Path("/proofs/inclusion")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Proof that an entry is in the tree of a size")
    public EntryShape.Inclusion inclusion(
            @QueryParam("log") @Nullable String logName,
            @QueryParam("index") @Nullable String index,
            @QueryParam("size") @Nullable String size) {
        AuditLog log = log(logName);
        long at = Params.number("index", Params.required("index", index), 0, 0, Long.MAX_VALUE - 1);
        long tree = size == null ? Await.on(log::size) : Params.number("size", size, 0, 1, Long.MAX_VALUE);
        if (at >= tree) {
            throw Problem.invalid("index", "must be less than the size").exception();
        }
        return EntryShape.Inclusion.of(
                log.name().value(), within("size", () -> Await.on(() -> log.inclusionProof(at, tree))));
    }

    @GET
    @Path("/proofs/consistency")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Proof that the tree of one size is a prefix of that of another")
    public Consistency consistency(
            @QueryParam("log") @Nullable String logName,
            @QueryParam("first") @Nullable String first,
            @QueryParam("second") @Nullable String second) {
        AuditLog log = log(logName);
        long small = Params.number("first", Params.required("first", first), 0, 1, Long.MAX_VALUE);
        long large = second == null ? Await.on(log::size) : Params.number("second", second, 0, 1, Long.MAX_VALUE);
        if (small > large) {
            throw Problem.invalid("first", "must not be greater than second").exception();
        }
        ConsistencyProof proof = within("second", () -> Await.on(() -> log.consistencyProof(small, large)));
        return new Consistency(
                log.name().value(),
                Long.toString(small),
                Long.toString(large),
                proof.path().stream().map(hash -> hash.hex()).toList());
    }

    private static <T> T within(String parameter, Supplier<T> question) {
        try {
            return question.get();
        } catch (AuditLogException.BeyondTheLog e) {
            throw Problem.invalid(parameter, "is greater than the log's size").exception();
        }
    }

    @GET
    @Path("/logs/{log}/checkpoint")
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    @Operation(summary = "The checkpoint, where C2SP tlog-tiles wants it")
    public String tiledCheckpoint(@PathParam("log") String logName) {
        AuditLog log = log(logName);
        Checkpoint checkpoint = Await.on(log::checkpoint);
        return checkpoint.note();
    }

    @GET
    @Path("/logs/{log}/tile/{path:.+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "A tile or an entry bundle, as C2SP tlog-tiles wants it")
    public Response tile(@PathParam("log") String logName, @PathParam("path") String path) {
        AuditLog log = log(logName);
        if (path.startsWith("entries/") && !callers.current().namespaces().isAll()) {
            // A bundle holds the leaves of 256 entries, of whatever namespaces they are.
            throw Problem.notFound("no such tile").exception();
        }
        Bytes bytes = Await.on(() -> log.tile("tile/" + path))
                .orElseThrow(() -> Problem.notFound("no such tile").exception());
        return Response.ok(bytes.toByteArray())
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .build();
    }
}
