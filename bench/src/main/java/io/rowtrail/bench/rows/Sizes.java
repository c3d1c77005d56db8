package io.rowtrail.bench.rows;

import io.rowtrail.trace.ChangeOrdinal;
import java.util.UUID;

/**
 * How much there is, and what belongs together, computed and not kept: a transaction writes some changes in a row, each of
 * another row of the report, far apart.
 *
 * @param changes captured rows
 * @param rows of the report
 * @param perTransaction changes a transaction
 */
record Sizes(int changes, int rows, int perTransaction) {
    static final int INCARNATION = 1;

    Sizes {
        if (changes % rows != 0 || changes % perTransaction != 0) {
            throw new IllegalArgumentException(
                    "changes must be a multiple of the rows and of the changes a transaction");
        }
    }

    int transactions() {
        return changes / perTransaction;
    }

    /** Transactions count from 1. */
    int transactionOf(int change) {
        return change / perTransaction + 1;
    }

    long ordinal(int transaction) {
        return ChangeOrdinal.of(INCARNATION, transaction).value();
    }

    /** Change number {@code n} of those behind a row of the report. */
    int changeOf(int row, int n) {
        return n * rows + row;
    }

    int changesOfARow() {
        return changes / rows;
    }

    static String trace(int transaction) {
        return uuid(transaction).toString().replace("-", "");
    }

    /** As the SQL that fills the change store makes it. */
    static UUID uuid(int transaction) {
        return new UUID(0xabcdef0000000000L, 0x8000000000000000L | transaction);
    }
}
