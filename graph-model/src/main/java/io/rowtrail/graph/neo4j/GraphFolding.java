package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.Position;
import java.lang.ref.SoftReference;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.TransactionContext;

/**
 * The writing side of a tenant's graph: batches and drops, one at a time. The tenant's node is locked by each, so that a
 * drop by one replica and a fold by another never run into each other.
 */
final class GraphFolding {

    private final Transactions transactions;
    private final Keys keys;
    private final TransactionConfig config;
    private final ReentrantLock writes = new ReentrantLock();
    /** Given up by the virtual machine before it runs out of memory; then the next batch reads what is stored. */
    private SoftReference<FoldMemory> remembered = new SoftReference<>(new FoldMemory());

    GraphFolding(Transactions transactions, Keys keys, TransactionConfig config) {
        this.transactions = transactions;
        this.keys = keys;
        this.config = config;
    }

    Applied apply(Batch batch) {
        writes.lock();
        try {
            return Transactions.asking(() -> {
                try (Session session = transactions.session()) {
                    Optional<Applied> applied = tryApply(session, batch);
                    while (applied.isEmpty()) {
                        endDrop(session);
                        applied = tryApply(session, batch);
                    }
                    return applied.get();
                }
            });
        } finally {
            writes.unlock();
        }
    }

    private FoldMemory memory() {
        FoldMemory memory = remembered.get();
        if (memory == null) {
            memory = new FoldMemory();
            remembered = new SoftReference<>(memory);
        }
        return memory;
    }

    private Optional<Applied> tryApply(Session session, Batch batch) {
        FoldMemory memory = memory();
        boolean[] again = {false};
        Optional<Applied> applied = Optional.empty();
        try {
            applied = session.executeWrite(
                    tx -> {
                        boolean retry = again[0];
                        if (retry) {
                            memory.forget();
                        }
                        again[0] = true;
                        return apply(tx, memory, batch, retry);
                    },
                    config);
            return applied;
        } finally {
            if (applied.isPresent() && applied.get() instanceof Applied.Folded folded) {
                memory.committed(folded.position());
            } else {
                memory.forget();
            }
        }
    }

    /** A retry after a commit whose answer was lost finds its own batch folded. Empty while a drop has to be ended first. */
    private Optional<Applied> apply(TransactionContext tx, FoldMemory memory, Batch batch, boolean retry) {
        Positions positions = new Positions(tx, keys);
        Positions.Locked locked = positions.lock(batch.log());
        Position position = locked.position();
        if (locked.dropping()) {
            return Optional.empty();
        }
        if (batch.epoch() < position.epoch()) {
            return Optional.of(new Applied.StaleEpoch(position));
        }
        Position next = new Position(batch.log(), batch.epoch(), batch.toIndex());
        if (retry && position.equals(next)) {
            return Optional.of(new Applied.Folded(next));
        }
        if (batch.fromIndex() != position.nextIndex()) {
            return Optional.of(new Applied.UnexpectedIndex(position));
        }
        memory.begin(locked);
        positions.write(next, batch.skipped(), BatchFold.apply(tx, keys, memory, batch.facts()));
        return Optional.of(new Applied.Folded(next));
    }

    void reset() {
        writes.lock();
        try {
            Transactions.asking(() -> {
                try (Session session = transactions.session()) {
                    session.executeWriteWithoutResult(tx -> new Positions(tx, keys).dropping(), config);
                    endDrop(session);
                    return true;
                }
            });
        } finally {
            writes.unlock();
        }
    }

    /** Drops beside a transaction that holds the tenant's lock, so that nothing is folded meanwhile. */
    private void endDrop(Session session) {
        try (Transaction tx = session.beginTransaction();
                Session work = transactions.session()) {
            Positions positions = new Positions(tx, keys);
            if (positions.lockDropping()) {
                new GraphDrop(work, config).tenant(keys);
                positions.dropped();
            }
            tx.commit();
        }
    }
}
