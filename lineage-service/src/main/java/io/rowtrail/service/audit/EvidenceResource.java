package io.rowtrail.service.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.EntryFilter;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.audit.evidence.EvidenceRequest;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.rowtrail.trace.TraceId;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/audit/evidence}: packs that can be checked without this service. */
@Path("/api/v1/audit/evidence")
@Tag(name = "Audit")
@RolesAllowed(Roles.AUDITOR)
@Blocking
public class EvidenceResource {
    private final AuditLogs logs;
    private final Questions questions;
    private final EvidenceJobs jobs;
    private final ReadLog reads;
    private final Callers callers;

    @Inject
    EvidenceResource(AuditLogs logs, Questions questions, EvidenceJobs jobs, ReadLog reads, Callers callers) {
        this.logs = logs;
        this.questions = questions;
        this.jobs = jobs;
        this.reads = reads;
        this.callers = callers;
    }

    /** A pack in the making. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Pack(String id, String state) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make an evidence pack",
            description =
                    "{\"log\", \"from\" (index), \"to\" (a size a checkpoint was signed at; the newest unless given),"
                            + " \"run\", \"trace\", \"earlier\": [sizes]}, all optional; 202 with the Location to fetch"
                            + " it from. A pack by trace holds the batches of changes the trace is in as well.")
    @APIResponse(responseCode = "202", description = "The pack is being written")
    @APIResponse(
            responseCode = "400",
            description = "No order, or no checkpoint was signed at that size; the nearest that were are named")
    @APIResponse(responseCode = "503", description = "The change store is too far behind to know a trace's entries")
    public Response make(byte @Nullable [] body) {
        JsonNode json = body == null || body.length == 0
                ? StrictJson.parse("{}")
                : StrictJson.parse(StrictJson.text(RequestBody.read(body, null, 64 * 1024)));
        if (!json.isObject()) {
            throw Problem.invalid("", "must be an object").exception();
        }
        Caller caller = callers.current();
        if (!caller.namespaces().isAll()) {
            throw Problem.forbidden("a pack holds what is of all namespaces, and the caller may know of some only")
                    .exception();
        }
        AuditLog log = LogParam.of(logs, caller, text(json, "log"));
        List<Long> earlier = new ArrayList<>();
        json.path("earlier")
                .forEach(size -> earlier.add(Params.number("/earlier", size.asText(), 0, 1, Long.MAX_VALUE)));
        EvidenceRequest request = EvidenceRequest.of(query(log, json)).withEarlier(earlier);
        reads.record(caller.tenant(), caller.name(), "evidence.made", log.name().value());
        UUID id = jobs.start(caller.tenant(), log, request);
        return Response.accepted(new Pack(id.toString(), "running"))
                .location(URI.create("/api/v1/audit/evidence/" + id))
                .build();
    }

    private EntryQuery query(AuditLog log, JsonNode json) {
        long from = Params.number("/from", text(json, "from"), 0, 0, Long.MAX_VALUE);
        String to = text(json, "to");
        Long size = to == null ? null : Params.number("/to", to, 0, 1, Long.MAX_VALUE);
        String trace = text(json, "trace");
        if (trace != null) {
            try {
                trace = TraceId.parse(trace).hex();
            } catch (IllegalArgumentException e) {
                throw Problem.invalid("/trace", "must be a trace id").exception();
            }
        }
        EntryFilter filter =
                EntryFilter.where().trace(trace).run(text(json, "run")).build();
        return questions.pinned(log, "/to", size, from - 1, EntryQuery.MAX_LIMIT, filter);
    }

    private static @Nullable String text(JsonNode json, String member) {
        JsonNode node = json.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (node.isContainerNode()) {
            throw Problem.invalid(
                            "not an order for evidence",
                            List.of(new FieldError("/" + member, "must be a text or a number")))
                    .exception();
        }
        return node.asText();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Fetch an evidence pack", description = "202 while it is being written, then the ZIP")
    public Response fetch(@PathParam("id") String text) {
        UUID id;
        try {
            id = UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("no such evidence pack").exception();
        }
        EvidenceJobs.Job job = Optional.of(callers.current())
                .filter(caller -> caller.namespaces().isAll())
                .flatMap(caller -> jobs.job(caller.tenant(), id))
                .orElseThrow(() -> Problem.notFound("no such evidence pack").exception());
        if (job instanceof EvidenceJobs.Job.Running) {
            return Response.accepted(new Pack(text, "running"))
                    .type(MediaType.APPLICATION_JSON)
                    .header("Retry-After", 1)
                    .build();
        }
        if (job instanceof EvidenceJobs.Job.Failed) {
            throw Problem.conflict(
                            "the pack could not be written; the operators find why in the log of the service",
                            List.of())
                    .exception();
        }
        EvidenceJobs.Job.Done done = (EvidenceJobs.Job.Done) job;
        return Response.ok(done.receipt().file().toFile())
                .type("application/zip")
                .header("Content-Disposition", "attachment; filename=\"evidence-" + text + ".zip\"")
                .header("Rowtrail-Tree-Size", Long.toString(done.receipt().size()))
                .build();
    }
}
