package io.rowtrail.audit.evidence;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Checkpoint;
import io.rowtrail.audit.EntryPage;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.audit.merkle.ConsistencyProof;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.audit.seal.CanonicalJson;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes evidence packs out of one log. */
public final class EvidencePacks {
    private final AuditLog log;

    public EvidencePacks(AuditLog log) {
        this.log = log;
    }

    /**
     * Writes the pack that answers {@code request} to {@code target}, in whose directory it works. The same request
     * with the same size gives the same bytes. Fails with {@link AuditLogException} if no checkpoint of the size asked
     * for was signed; a failure leaves no file but perhaps a beginning of {@code target}.
     */
    public Uni<EvidenceReceipt> write(EvidenceRequest request, Path target) {
        return checkpoint(request.query()).chain(checkpoint -> {
            PackParts parts = new PackParts(directoryOf(target), request.contents());
            return fill(parts, request, checkpoint)
                    .chain(() -> close(parts, request, checkpoint, target))
                    .onTermination()
                    .invoke(parts::close);
        });
    }

    private Uni<Checkpoint> checkpoint(EntryQuery query) {
        if (query.size() == null) {
            return log.checkpoint();
        }
        long size = query.size();
        return log.checkpoint(size)
                .map(found -> found.orElseThrow(
                        () -> new AuditLogException("no checkpoint was signed at size " + size, null)));
    }

    private Uni<Void> fill(PackParts parts, EvidenceRequest request, Checkpoint checkpoint) {
        EntryQuery asked = request.query();
        EntryQuery first = new EntryQuery(checkpoint.size(), asked.after(), EntryQuery.MAX_LIMIT, asked.filter());
        return Multi.createBy()
                .repeating()
                .uni(() -> new Cursor(first), cursor -> log.entries(cursor.next).call(page -> add(parts, page, cursor)))
                .whilst(EntryPage::more)
                .onItem()
                .ignore()
                .toUni()
                .chain(() -> consistency(parts, request, checkpoint));
    }

    private Uni<Void> add(PackParts parts, EntryPage page, Cursor cursor) {
        if (page.entries().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Long> indexes =
                page.entries().stream().map(entry -> entry.name().index()).toList();
        cursor.next = cursor.next.next(page.size(), indexes.get(indexes.size() - 1));
        return log.inclusionProofs(indexes, page.size())
                .invoke(paths -> parts.add(page.entries(), paths))
                .replaceWithVoid();
    }

    private Uni<Void> consistency(PackParts parts, EvidenceRequest request, Checkpoint checkpoint) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (long first : request.earlier().stream().distinct().sorted().toList()) {
            if (first > 0 && first < checkpoint.size()) {
                all = all.chain(() -> log.consistencyProof(first, checkpoint.size()))
                        .invoke(proof -> parts.put("consistency/" + first + ".json", json(proof)))
                        .replaceWithVoid();
            }
        }
        return all;
    }

    private Uni<EvidenceReceipt> close(PackParts parts, EvidenceRequest request, Checkpoint checkpoint, Path target) {
        parts.put("checkpoint", checkpoint.note());
        parts.put("vkeys", String.join("\n", log.identity().verifierKeys()) + "\n");
        parts.put("VERIFY.md", instructions());
        parts.finish();
        String manifest = manifest(parts, request, checkpoint);
        byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
        return log.attest("evidence", TreeHasher.sha256(bytes)).map(note -> {
            parts.put("manifest.json", manifest);
            parts.put("manifest.note", note);
            try {
                StoredZip.write(parts.files(), target);
                return new EvidenceReceipt(target, checkpoint.size(), parts.count(), ManifestForm.sha256(target));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write an evidence pack", e);
            }
        });
    }

    private String manifest(PackParts parts, EvidenceRequest request, Checkpoint checkpoint) {
        try {
            return ManifestForm.write(log.name(), log.identity(), request.query(), checkpoint.size(), parts);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write an evidence pack", e);
        }
    }

    private static String json(ConsistencyProof proof) {
        SortedMap<String, Object> json = new TreeMap<>();
        json.put("first", Long.toString(proof.first()));
        json.put("second", Long.toString(proof.second()));
        json.put("path", proof.path().stream().map(hash -> hash.hex()).toList());
        return CanonicalJson.write(json);
    }

    private static String instructions() {
        try (InputStream in = EvidencePacks.class.getResourceAsStream("VERIFY.md")) {
            if (in == null) {
                throw new IllegalStateException("VERIFY.md is part of this module");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directoryOf(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a pack is a file in a directory");
        }
        return parent;
    }

    /** Where in the answer the writing is. */
    private static final class Cursor {
        private EntryQuery next;

        Cursor(EntryQuery first) {
            next = first;
        }
    }
}
