package io.rowtrail.quickstart.verdict;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One committed transaction of the shop, as the shop itself wrote it down.
 *
 * @param seq its number in the ledger, from 1, in commit order for each row
 * @param trace the request's trace id; empty for a write past the shop
 * @param writes in the order they were made
 */
public record LedgerEntry(int seq, Optional<String> trace, List<Write> writes) {
    public LedgerEntry {
        writes = List.copyOf(writes);
    }

    /** What was done to a row; the code is the ledger's and Debezium's. */
    public enum Op {
        CREATE("c"),
        UPDATE("u"),
        DELETE("d");

        private final String code;

        Op(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }

        static Op parse(String code) {
            for (Op op : values()) {
                if (op.code.equals(code)) {
                    return op;
                }
            }
            throw new IllegalArgumentException("not an operation of the ledger: " + code);
        }
    }

    /**
     * One row write.
     *
     * @param row all columns afterwards as text; empty for a delete
     */
    public record Write(String table, Op op, RowKey key, Map<String, String> row) {
        public Write {
            row = Map.copyOf(row);
        }
    }
}
