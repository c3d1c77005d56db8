package io.rowtrail.jdbc;

/** A statement that steers the transaction from within SQL. Names are folded as PostgreSQL folds them. */
sealed interface TransactionControl {
    /** {@code BEGIN} or {@code START TRANSACTION}. */
    record Begin() implements TransactionControl {}

    /** {@code COMMIT}, {@code END}, {@code ROLLBACK}, {@code ABORT} or {@code PREPARE TRANSACTION}. */
    record End() implements TransactionControl {}

    /** {@code COMMIT AND CHAIN} or {@code ROLLBACK AND CHAIN}: the next transaction has begun. */
    record Chain() implements TransactionControl {}

    /** A definition, {@code SET} or {@code XA …}: MariaDB may have ended the open transaction by it, PostgreSQL has not. */
    record ImplicitEnd() implements TransactionControl {}

    record SetSavepoint(String name) implements TransactionControl {}

    record Release(String name) implements TransactionControl {}

    record RollbackTo(String name) implements TransactionControl {}
}
