package io.rowtrail.service.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.DatasetRef;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.EntryFilter;
import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.audit.Outcome;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.EntrySight;
import io.rowtrail.service.security.Roles;
import io.rowtrail.trace.TraceId;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/audit/entries}. */
@Path("/api/v1/audit/entries")
@Tag(name = "Audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.AUDITOR)
@Blocking
public class EntryResource {
    private final AuditLogs logs;
    private final Questions questions;
    private final ReadLog reads;
    private final Nodes nodes;
    private final Callers callers;

    @Inject
    EntryResource(AuditLogs logs, Questions questions, ReadLog reads, Nodes nodes, Callers callers) {
        this.logs = logs;
        this.questions = questions;
        this.reads = reads;
        this.nodes = nodes;
        this.callers = callers;
    }

    /** A page of a pinned answer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(
            String log,
            String size,
            List<EntryShape> entries,
            @Nullable String next,
            List<String> caveats) {}

    @GET
    @Path("/{entry}")
    @Operation(summary = "An entry with its leaf, facts and masked body", description = "Named {log}:{index}.")
    public EntryShape entry(@PathParam("entry") String text) {
        EntryName name = EntryName.parse(text)
                .orElseThrow(() -> Problem.notFound("no such entry").exception());
        Caller caller = callers.current();
        AuditLog log = LogParam.find(logs, caller, name.log())
                .orElseThrow(() -> Problem.notFound("no such entry").exception());
        reads.record(caller.tenant(), caller.name(), "entry.read", name.log().value());
        Entry entry = Await.on(() -> log.entry(name.index()))
                .filter(found -> EntrySight.shows(caller.namespaces(), found))
                .orElseThrow(() -> Problem.notFound("no such entry").exception());
        return EntryShape.whole(entry);
    }

    /** The query's parameters come from the URI: there are too many to list twice. */
    @GET
    @Operation(
            summary = "Entries by log, size, from, to, trace, run, dataset, actor, action, outcome, deploy, kind",
            description = "Pinned to a tree size: the same query at the same size has the same answer. Without size to"
                    + " that of a checkpoint signed now; with it, a checkpoint must have been signed at that size, else"
                    + " 400 names the nearest that were. proof=inclusion adds a proof to each.")
    @Parameter(name = "size", in = ParameterIn.QUERY, description = "Size of the tree it is pinned to")
    @Parameter(name = "from", in = ParameterIn.QUERY, description = "Recorded at or after, RFC 3339")
    @Parameter(name = "to", in = ParameterIn.QUERY, description = "Recorded before, RFC 3339")
    @Parameter(name = "trace", in = ParameterIn.QUERY, description = "Concerns this trace")
    @Parameter(name = "run", in = ParameterIn.QUERY, description = "Concerns this run")
    @Parameter(name = "dataset", in = ParameterIn.QUERY, description = "Concerns dataset:ns:name")
    @Parameter(name = "actor", in = ParameterIn.QUERY, description = "Who sent it or did it")
    @Parameter(name = "action", in = ParameterIn.QUERY, description = "For example run.complete")
    @Parameter(name = "outcome", in = ParameterIn.QUERY, description = "ok, denied or failed")
    @Parameter(name = "deploy", in = ParameterIn.QUERY, description = "Of this deploy")
    @Parameter(name = "kind", in = ParameterIn.QUERY, description = "For example lineage.run")
    @APIResponse(responseCode = "200", description = "A page of entries")
    @APIResponse(responseCode = "400", description = "A condition is no condition, or no checkpoint of that size")
    @APIResponse(responseCode = "503", description = "The change store is too far behind to know a trace's entries")
    public Page entries(
            @QueryParam("log") @Nullable String logName,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("proof") @Nullable String proof,
            @Context UriInfo uri) {
        Caller caller = callers.current();
        AuditLog log = LogParam.of(logs, caller, logName);
        EntryQuery query = query(log, uri, cursor, Params.integer("limit", limit, 100, 1, EntryQuery.MAX_LIMIT));
        boolean proofs = proofWanted(proof);
        reads.record(caller.tenant(), caller.name(), "entries.read", log.name().value());
        EntryPages.Cut page = new EntryPages(log, caller.namespaces()).cut(query);
        List<EntryShape> shapes = new ArrayList<>();
        for (Entry entry : page.entries()) {
            shapes.add(EntryShape.listed(entry, proofs ? proof(log, entry, page.size()) : null));
        }
        String next = page.last() == null ? null : page.size() + "-" + page.last();
        List<String> caveats = page.stopped() ? List.of("truncated") : List.of();
        return new Page(log.name().value(), Long.toString(page.size()), shapes, next, caveats);
    }

    private static EntryShape.Inclusion proof(AuditLog log, Entry entry, long size) {
        return EntryShape.Inclusion.of(
                log.name().value(),
                Await.on(() -> log.inclusionProof(entry.name().index(), size)));
    }

    private static boolean proofWanted(@Nullable String proof) {
        if (proof == null || proof.equals("none")) {
            return false;
        }
        if (proof.equals("inclusion")) {
            return true;
        }
        throw Problem.invalid("proof", "must be none or inclusion").exception();
    }

    private EntryQuery query(AuditLog log, UriInfo uri, @Nullable String cursor, int limit) {
        var q = uri.getQueryParameters();
        Long size = q.containsKey("size") ? Params.number("size", q.getFirst("size"), 0, 0, Long.MAX_VALUE) : null;
        long after = -1;
        if (cursor != null && !cursor.isEmpty()) {
            int dash = cursor.indexOf('-');
            if (dash < 1) {
                throw Problem.invalid("cursor", "is no cursor of this service").exception();
            }
            size = Params.number("cursor", cursor.substring(0, dash), 0, 0, Long.MAX_VALUE);
            after = Params.number("cursor", cursor.substring(dash + 1), 0, 0, Long.MAX_VALUE);
        }
        return questions.pinned(log, cursor == null ? "size" : "cursor", size, after, limit, filter(q));
    }

    private EntryFilter filter(MultivaluedMap<String, String> q) {
        String outcome = q.getFirst("outcome");
        String dataset = q.getFirst("dataset");
        DatasetId id = dataset == null ? null : nodes.datasetOf(dataset);
        return EntryFilter.where()
                .recorded(Params.instant("from", q.getFirst("from")), Params.instant("to", q.getFirst("to")))
                .kind(q.getFirst("kind"))
                .action(q.getFirst("action"))
                .outcome(
                        outcome == null
                                ? null
                                : Outcome.parse(outcome)
                                        .orElseThrow(() -> Problem.invalid("outcome", "is ok, denied or failed")
                                                .exception()))
                .actor(q.getFirst("actor"))
                .trace(trace(q.getFirst("trace")))
                .run(q.getFirst("run"))
                .dataset(id == null ? null : new DatasetRef(id.namespace(), id.name()))
                .deploy(q.getFirst("deploy"))
                .build();
    }

    private static @Nullable String trace(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return TraceId.parse(text).hex();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("trace", "must be a trace id").exception();
        }
    }
}
