package io.rowtrail.quickstart.sceptic;

import io.rowtrail.quickstart.verdict.ShopHistory;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One of the sceptic's jobs, in plain Java. */
sealed interface Job permits RunningTotals, GrandTotal, LostCustomers, CustomerHistory {
    /** Namespace and name of its output. */
    String table();

    /** The output's columns in order, those of the key first. */
    List<String> columns();

    /** How many columns the key has. */
    int keys();

    /**
     * The output: each row's values as text, numbers without trailing zeros, null as {@code null}; and the writes in it.
     */
    Map<List<String>, BitSet> rows(World world);

    /**
     * Tells, of a row as {@link #rows} has it, the ledger numbers of the writes that removed or replaced something that
     * would be in it; they may be its own.
     */
    Function<List<String>, BitSet> absence(ShopHistory history);
}
