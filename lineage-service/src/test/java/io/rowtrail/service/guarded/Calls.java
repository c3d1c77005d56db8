package io.rowtrail.service.guarded;

import static io.rowtrail.service.guarded.Call.get;
import static io.rowtrail.service.guarded.Call.post;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every call of the interface and the roles that may make it, as section 7 of the contract says. A call that is not here
 * fails {@link AccessMatrixIT}: whoever adds one says here who may make it. The parameters here are those without which a
 * call answers nothing; {@link Matrix} tries the others.
 */
final class Calls {
    private static final String PRODUCER = "producer";
    private static final String ENGINEER = "engineer";
    private static final String ROWS = "rows";
    private static final String AUDITOR = "auditor";
    private static final String ADMIN = "admin";

    /** Every role there is. */
    static final List<String> ROLES =
            List.of(PRODUCER, ENGINEER, ROWS, AUDITOR, "privacy", "records", "operator", ADMIN);

    /** Those a key of some namespaces only may have. */
    static final List<String> LIMITABLE = ROLES.subList(0, ROLES.size() - 1);

    private Calls() {}

    /** What anybody who reads may ask about, in ways that change nothing. */
    static final List<Call> READS = List.of(
            get("/api/v1/namespaces", "", ENGINEER),
            get("/api/v1/namespaces/{namespace}", "", ENGINEER),
            get("/api/v1/sources", "", ENGINEER),
            get("/api/v1/sources/{source}", "", ENGINEER),
            get("/api/v1/tags", "", ENGINEER),
            get("/api/v1/stats/lineage-events", "period=DAY", ENGINEER),
            get("/api/v1/stats/{asset}", "period=DAY", ENGINEER),
            get("/api/v1/path", "from=dataset:{namespace}:{name}&to=dataset:open:sale_line", ENGINEER),
            get("/api/v1/jobs", "", ENGINEER),
            get("/api/v1/namespaces/{namespace}/datasets", "", ENGINEER),
            get("/api/v1/namespaces/{namespace}/datasets/{name}", "", ENGINEER),
            get("/api/v1/namespaces/{namespace}/datasets/{name}/versions", "", ENGINEER),
            get("/api/v1/namespaces/{namespace}/datasets/{name}/versions/{version}", "", ENGINEER),
            get("/api/v1/namespaces/{namespace}/jobs", "", ENGINEER),
            get("/api/v1/namespaces/{namespace}/jobs/{name}", "", ENGINEER),
            get("/api/v1/namespaces/{namespace}/jobs/{name}/runs", "", ENGINEER),
            get("/api/v1/namespaces/{namespace}/jobs/{name}/versions", "", ENGINEER),
            get("/api/v1/namespaces/{namespace}/jobs/{name}/versions/{version}", "", ENGINEER),
            get("/api/v1/runlineage/upstream", "runId={id}", ENGINEER),
            get("/api/v1/runlineage/upstream", "runId={reader}", ENGINEER),
            get("/api/v1/jobs/runs/{id}", "", ENGINEER),
            get("/api/v1/jobs/runs/{id}/facets", "", ENGINEER),
            get("/api/v1/events/lineage", "run={id}", ENGINEER),
            get("/api/v1/events/lineage", "", ENGINEER),
            get("/api/v1/search", "q={name}", ENGINEER),
            get("/api/v1/search", "q=t", ENGINEER),
            get("/api/v1/lineage", "nodeId=dataset:{namespace}:{name}", ENGINEER),
            get("/api/v1/lineage", "nodeId=job:{namespace}:{name}", ENGINEER),
            get("/api/v1/column-lineage", "nodeId=dataset:{namespace}:{name}&withDownstream=true", ENGINEER),
            get("/api/v1/column-lineage", "nodeId=datasetField:{namespace}:{name}:{field}", ENGINEER),
            get("/api/v1/impact", "nodeId=dataset:{namespace}:{name}", ENGINEER),
            get("/api/v1/diff", "from={id}&to={id}", ENGINEER),
            get("/api/v1/graph/export", "", ENGINEER),
            get("/api/v1/graph/replay", "", ADMIN),
            get("/api/v1/coverage", "", ENGINEER),
            get("/api/v1/traces/{traceId}", "", ENGINEER),
            get("/api/v1/traces/{traceId}/rows", "", ENGINEER, ROWS),
            get("/api/v1/traces/{traceId}/rows", "dataset={dataset}", ENGINEER, ROWS),
            get("/api/v1/rows/traces", "dataset={dataset}&key={key}", ROWS),
            get("/api/v1/rows/traces", "report={report}&key={key}", ROWS),
            get("/api/v1/rows/proof", "dataset={dataset}&key={key}", ROWS),
            get("/api/v1/rows/absence", "dataset={dataset}&key={key}", ROWS),
            get("/api/v1/rows/absence", "report={report}&key={key}", ROWS),
            get("/api/v1/whatif/{id}", "", ROWS),
            get("/api/v1/reports", "", ENGINEER, ADMIN),
            get("/api/v1/reports/{name}", "", ENGINEER, ADMIN),
            get("/api/v1/audit/logs", "", AUDITOR),
            get("/api/v1/audit/checkpoint", "", AUDITOR),
            get("/api/v1/audit/entries", "", AUDITOR),
            get("/api/v1/audit/entries", "dataset=dataset:{namespace}:{name}", AUDITOR),
            get("/api/v1/audit/entries", "run={id}", AUDITOR),
            get("/api/v1/audit/entries", "trace={traceId}", AUDITOR),
            get("/api/v1/audit/entries", "log={metaLog}", AUDITOR),
            get("/api/v1/audit/entries/{entry}", "", AUDITOR),
            get("/api/v1/audit/proofs/inclusion", "index=0", AUDITOR),
            get("/api/v1/audit/proofs/inclusion", "log={log}&index=0", AUDITOR),
            get("/api/v1/audit/proofs/consistency", "first=1", AUDITOR),
            get("/api/v1/audit/logs/{log}/checkpoint", "", AUDITOR),
            get("/api/v1/audit/logs/{log}/tile/{path}", "", AUDITOR),
            get("/api/v1/audit/evidence/{id}", "", AUDITOR),
            get("/api/v1/quarantine", "", ENGINEER, ADMIN),
            get("/api/v1/quarantine/{item}", "", ENGINEER, ADMIN),
            get("/api/v1/keys", "", ADMIN),
            get("/api/v1/tenants", "", ADMIN));

    /** What changes something, or would if it were well said. */
    static final List<Call> WRITES = List.of(
            post("/api/v1/lineage", "{}", PRODUCER),
            post("/api/v1/lineage/batch", "[]", PRODUCER),
            post("/api/v1/changes", "{}", PRODUCER),
            post("/api/v1/whatif", "{}", ROWS),
            post("/api/v1/ordinals/traces", "{}", ENGINEER),
            post("/api/v1/audit/evidence", "{}", AUDITOR),
            post("/api/v1/graph/replay", "", ADMIN),
            post("/api/v1/quarantine/{item}/replay", "", ADMIN),
            post("/api/v1/keys", "{}", ADMIN),
            new Call("DELETE", "/api/v1/keys/{name}", "", "", Set.of(ADMIN)),
            new Call("PUT", "/api/v1/reports/{name}", "", "{}", Set.of(ADMIN)));

    /** Only for administrators of the tenant that makes tenants; to all others a call they have no right to. */
    static final List<Call> HOSTS = List.of(post("/api/v1/tenants", "{}", ADMIN));

    static Stream<Call> all() {
        return Stream.of(READS, WRITES, HOSTS).flatMap(List::stream);
    }
}
