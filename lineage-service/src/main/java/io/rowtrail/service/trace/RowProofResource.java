package io.rowtrail.service.trace;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Checkpoint;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.InclusionProof;
import io.rowtrail.audit.rows.RowCommitment;
import io.rowtrail.audit.rows.RowTree;
import io.rowtrail.audit.seal.CanonicalJson;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.lake.LakeRows;
import io.rowtrail.lake.LakeSnapshot;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.lake.RowQuery;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.rowtrail.service.tenant.Tenant;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/rows/proof}: that a row, its values and its set of requests are what a run left, by the log. */
@Path("/api/v1/rows/proof")
@Tag(name = "Traces and rows")
@RolesAllowed(Roles.ROWS)
@Blocking
public class RowProofResource {
    private final RowQuestions questions;
    private final LakeAccess lake;
    private final RunManifests manifests;
    private final ManifestStore store;
    private final AuditLogs logs;
    private final Callers callers;

    @Inject
    RowProofResource(
            RowQuestions questions,
            LakeAccess lake,
            RunManifests manifests,
            ManifestStore store,
            AuditLogs logs,
            Callers callers) {
        this.questions = questions;
        this.lake = lake;
        this.manifests = manifests;
        this.store = store;
        this.logs = logs;
        this.callers = callers;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The proof that a row is one of those a run left", description = """
                    Canonical JSON, to be kept as it is and checked without this service: rowtrail-verifier.jar PROOF.json --vkey
                    KEY. It leads from the row (key, values, tag set, salt) to the root of the run's manifest, to the entry of kind
                    run.manifest, and to a signed checkpoint. A run's manifest is made some time after the run, or now if there is
                    none: from then on a row cannot change unseen.""")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(responseCode = "404", description = "No such dataset, run or row")
    @APIResponse(
            responseCode = "409",
            description = "The lake's row is none of those the manifest was made of: one of the two was changed")
    @APIResponse(responseCode = "422", description = "Nothing can be proved of the dataset, with the reason")
    public String proof(
            @QueryParam("dataset") @Nullable String dataset,
            @QueryParam("namespace") @Nullable String namespace,
            @QueryParam("name") @Nullable String name,
            @QueryParam("report") @Nullable String report,
            @QueryParam("key") @Nullable String key,
            @Parameter(description = "The run whose row it is; the newest that wrote the dataset unless given")
                    @QueryParam("run")
                    @Nullable
                    String run) {
        RunId asked = run == null ? null : Nodes.run("run", run);
        DatasetId id = questions.dataset(dataset, namespace, name, report);
        RowQuestions.OfRow row = questions.row("rows.proved", id, key);
        if (!row.table().isTagged()) {
            throw Problem.unprocessable("the dataset has no tags, so its runs have no manifest")
                    .exception();
        }
        LakeSnapshot snapshot = snapshot(row.table(), asked);
        Tenant tenant = callers.current().tenant();
        RunId writer = Writes.run(snapshot).orElseThrow();
        RowManifest manifest = manifests.of(tenant, id, row.table(), writer, snapshot.id());
        return text(tenant, manifest, committed(row, manifest));
    }

    private LakeSnapshot snapshot(LakeTable table, @Nullable RunId run) {
        return Writes.of(lake.reader(), table).newestFirst().stream()
                .filter(at -> Writes.run(at)
                        .map(wrote -> run == null || wrote.equals(run))
                        .orElse(false))
                .findFirst()
                .orElseThrow(
                        () -> Problem.notFound("no such run wrote the dataset").exception());
    }

    private RowCommitment committed(RowQuestions.OfRow row, RowManifest manifest) {
        RowQuery query = RowQuery.of(row.table().name(), 2)
                .at(manifest.snapshot())
                .where(row.key().filter());
        LakeRows found = RowTags.rows(lake.reader(), query);
        if (found.rows().isEmpty()) {
            throw Problem.notFound("no such row").exception();
        }
        if (found.rows().size() > 1) {
            throw Problem.invalid("key", "names more than one row").exception();
        }
        return CommittedRow.of(found.rows().get(0), manifest.keyColumns(), manifest.saltKey());
    }

    private String text(Tenant tenant, RowManifest manifest, RowCommitment row) {
        Hash leaf = row.leafHash();
        ManifestStore.Tile tile = store.tile(manifest, leaf)
                .filter(with -> with.leaves().contains(leaf))
                .orElseThrow(RowProofResource::changed);
        int place = tile.leaves().indexOf(leaf);
        List<Hash> path = RowTree.path(tile.leaves(), place, store.tileRoots(manifest), tile.place());
        long index = (long) tile.place() * RowTree.TILE + place;
        AuditLog log = logs.events(tenant);
        Entry entry = Await.on(() -> log.entry(manifest.entry().index())).orElseThrow(RowProofResource::changed);
        Checkpoint checkpoint = Await.on(log::checkpoint);
        InclusionProof inclusion =
                Await.on(() -> log.inclusionProof(manifest.entry().index(), checkpoint.size()));
        TreeMap<String, Object> proof = new TreeMap<>();
        proof.put("v", 1);
        proof.put(
                "row",
                new TreeMap<>(
                        Map.of("key", row.key(), "values", row.values(), "tags", row.tags(), "salt", row.salt())));
        proof.put("manifest", new TreeMap<>(Map.of("index", Long.toString(index), "path", hex(path))));
        proof.put(
                "entry",
                new TreeMap<>(Map.of(
                        "name",
                        entry.name().toString(),
                        "leaf",
                        base64(entry.leaf().toByteArray()),
                        "facts",
                        base64(entry.facts().toByteArray()))));
        proof.put(
                "inclusion",
                new TreeMap<>(Map.of("size", Long.toString(checkpoint.size()), "path", hex(inclusion.path()))));
        proof.put("checkpoint", checkpoint.note());
        return CanonicalJson.write(proof);
    }

    private static RuntimeException changed() {
        return Problem.conflict("the row is none of those that the run's manifest was made of", List.of())
                .exception();
    }

    private static List<String> hex(List<Hash> hashes) {
        return hashes.stream().map(Hash::hex).toList();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
