package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.merkle.CompactRange;
import io.rowtrail.audit.merkle.ConsistencyProof;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.Node.TileRef;
import io.rowtrail.audit.merkle.ProofCheck;
import io.rowtrail.audit.merkle.ProofPlan;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.audit.merkle.TreeTail;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads how large the stored tree is and what is needed to grow it. */
final class TreeReader {
    private static final String HEAD =
            "select size, root, compact_range from audit.head where log = $1 order by size desc limit 1";

    private final Pool pool;
    private final LogName log;
    private final NodeReader nodes;

    TreeReader(Pool pool, LogName log, NodeReader nodes) {
        this.pool = pool;
        this.log = log;
        this.nodes = nodes;
    }

    /** The newest head, that of the empty tree if nothing was appended. */
    Uni<Head> head() {
        return pool.preparedQuery(HEAD).execute(Tuple.of(log.value())).map(rows -> {
            RowIterator<Row> row = rows.iterator();
            if (!row.hasNext()) {
                return new Head(0, TreeHasher.EMPTY_ROOT);
            }
            Row newest = row.next();
            return new Head(newest.getLong("size"), Rows.hash(newest, "root"));
        });
    }

    /**
     * The growing edge of the stored tree; fails if head, tiles and entries do not belong together. Others may append
     * meanwhile: what is beyond the head that was read is left alone.
     */
    Uni<TreeTail> tail() {
        return pool.preparedQuery(HEAD).execute(Tuple.of(log.value())).chain(rows -> {
            RowIterator<Row> row = rows.iterator();
            if (!row.hasNext()) {
                return Uni.createFrom().item(TreeTail.EMPTY);
            }
            Row newest = row.next();
            long size = newest.getLong("size");
            CompactRange range = CompactRange.decode(size, Rows.bytes(newest, "compact_range"));
            if (!range.root().equals(Rows.hash(newest, "root"))) {
                throw new AuditLogException.Tampered(
                        "head of size " + size,
                        range.root().hex(),
                        Rows.hash(newest, "root").hex());
            }
            return pending(range);
        });
    }

    /**
     * The growing edge of the stored tree, if that begins with the tree of {@code known}; else fails with {@link
     * AuditLogException.RollbackDetected}.
     */
    Uni<TreeTail> continued(TreeTail known) {
        return tail().chain(tail -> {
            if (tail.size() < known.size()) {
                return Uni.createFrom().failure(noContinuation(known, tail));
            }
            if (known.size() == 0) {
                return Uni.createFrom().item(tail);
            }
            return nodes.resolve(ProofPlan.consistency(known.size(), tail.size()))
                    .invoke(path -> {
                        ConsistencyProof proof = new ConsistencyProof(known.size(), tail.size(), path);
                        if (!ProofCheck.holds(proof, known.root(), tail.root())) {
                            throw noContinuation(known, tail);
                        }
                    })
                    .replaceWith(tail);
        });
    }

    private static AuditLogException noContinuation(TreeTail known, TreeTail found) {
        return new AuditLogException.RollbackDetected("the log had " + known.size() + " entries, root " + known.root()
                + "; that of " + found.size() + ", root " + found.root() + ", does not continue it");
    }

    private Uni<TreeTail> pending(CompactRange range) {
        List<TileRef> edges = new ArrayList<>();
        for (int level = 0; range.size() >> (8 * level) > 0 && level < 7; level++) {
            edges.add(new TileRef(level, range.size() >> (8 * level + 8)));
        }
        return nodes.read(edges).map(tiles -> tail(range, edges, tiles));
    }

    private static TreeTail tail(CompactRange range, List<TileRef> edges, Map<TileRef, List<Hash>> tiles) {
        List<List<Hash>> pending = new ArrayList<>();
        for (TileRef edge : edges) {
            List<Hash> hashes = tiles.getOrDefault(edge, List.of());
            int expected = TreeTail.pendingAt(range.size(), edge.level());
            if (hashes.size() < expected) {
                throw new AuditLogException.Tampered(
                        "level " + edge.level() + " at size " + range.size(),
                        expected + " hashes",
                        Integer.toString(hashes.size()));
            }
            pending.add(hashes.subList(0, expected));
        }
        try {
            return TreeTail.of(range, pending);
        } catch (IllegalArgumentException e) {
            throw new AuditLogException.Tampered("unfinished tiles at size " + range.size(), "the head's root", "" + e);
        }
    }
}
