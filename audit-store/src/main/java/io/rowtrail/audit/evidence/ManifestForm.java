package io.rowtrail.audit.evidence;

import io.rowtrail.audit.EntryFilter;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.audit.LogIdentity;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.seal.CanonicalJson;
import io.rowtrail.audit.seal.LeafTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code manifest.json}: what was asked, at which size, what came out and which files say so. */
final class ManifestForm {
    private ManifestForm() {}

    static String write(LogName log, LogIdentity identity, EntryQuery query, long size, PackParts parts)
            throws IOException {
        SortedMap<String, Object> manifest = new TreeMap<>();
        SortedMap<String, Object> asked = query(query);
        manifest.put("format", "rowtrail-evidence-v1");
        manifest.put("log", log.value());
        manifest.put("origin", identity.origin());
        manifest.put("size", Long.toString(size));
        manifest.put("query", asked);
        // Without a condition all entries behind the cursor must be there, which a verifier can see for itself.
        manifest.put("completeness", asked.size() == 1 ? "range" : "asserted");
        manifest.put("totals", parts.totals());
        manifest.put("files", digests(parts.files()));
        return CanonicalJson.write(manifest);
    }

    private static SortedMap<String, Object> query(EntryQuery query) {
        SortedMap<String, Object> asked = new TreeMap<>();
        asked.put("after", Long.toString(query.after()));
        EntryFilter filter = query.filter();
        put(asked, "recordedFrom", filter.recordedFrom() == null ? null : LeafTime.format(filter.recordedFrom()));
        put(asked, "recordedTo", filter.recordedTo() == null ? null : LeafTime.format(filter.recordedTo()));
        put(asked, "kind", filter.kind());
        put(asked, "action", filter.action());
        put(asked, "outcome", filter.outcome() == null ? null : filter.outcome().wire());
        put(asked, "actor", filter.actor());
        put(asked, "trace", filter.trace());
        put(asked, "run", filter.run());
        put(asked, "deploy", filter.deploy());
        if (filter.dataset() != null) {
            put(asked, "datasetNamespace", filter.dataset().namespace());
            put(asked, "datasetName", filter.dataset().name());
        }
        return asked;
    }

    private static void put(SortedMap<String, Object> asked, String condition, @Nullable String value) {
        if (value != null) {
            asked.put(condition, value);
        }
    }

    private static SortedMap<String, Object> digests(SortedMap<String, Path> files) throws IOException {
        SortedMap<String, Object> digests = new TreeMap<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            digests.put(file.getKey(), sha256(file.getValue()).hex());
        }
        return digests;
    }

    static Hash sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(java.io.OutputStream.nullOutputStream());
            return Hash.of(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
