package io.rowtrail.shop.store;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a row's ledger lines in the order of its commits: who writes the rows below one root (a sale with its lines and
 * returns, a customer, a product) holds its lock from before the commit until the line is in the ledger. PostgreSQL's own
 * row lock ends with the commit, a moment too early. Roots share a fixed number of locks.
 */
final class RowLocks {
    private static final int STRIPES = 1024;

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    RowLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /** A lock held until it is closed. */
    @FunctionalInterface
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    Held hold(Table root, long id) {
        ReentrantLock lock = stripes[Math.floorMod(Objects.hash(root.sqlName(), id), STRIPES)];
        lock.lock();
        return lock::unlock;
    }
}
