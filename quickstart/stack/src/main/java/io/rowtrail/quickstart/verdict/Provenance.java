package io.rowtrail.quickstart.verdict;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects which writes made a row of a report, and which ones took something out of it or moved it away. */
public final class Provenance {
    private final BitSet writes = new BitSet();
    private final BitSet absence = new BitSet();
    private boolean loaded;

    /**
     * Of ledger numbers that are known.
     *
     * @param loaded whether rows from before the ledger are in the row
     */
    public static Provenance of(BitSet writes, BitSet absence, boolean loaded) {
        Provenance provenance = new Provenance();
        provenance.writes.or(writes);
        provenance.absence.or(absence);
        provenance.loaded = loaded;
        return provenance;
    }

    void contribute(Version version) {
        version.writes().addTo(writes);
        loaded |= version.loaded();
    }

    void contribute(Provenance other) {
        writes.or(other.writes);
        loaded |= other.loaded;
    }

    /** A state that is no longer: it adds nothing, and what ended it kept it out. */
    void missing(Version version) {
        version.endedBy().ifPresent(absence::set);
    }

    void missing(Provenance other) {
        absence.or(other.absence);
    }

    /** Ledger numbers of the writes that are in the row. */
    public BitSet writes() {
        return (BitSet) writes.clone();
    }

    /** Ledger numbers of the writes that removed or moved something that would be in the row. */
    public BitSet absence() {
        return (BitSet) absence.clone();
    }

    /** Whether rows from before the ledger, which the capture saw in its snapshot, are in the row. */
    public boolean loaded() {
        return loaded;
    }

    /** Trace id to the number of its transactions in the row. */
    public Map<String, Integer> traces(ShopHistory history) {
        Map<String, Integer> traces = new TreeMap<>();
        writes.stream()
                .mapToObj(seq -> history.entry(seq).trace())
                .flatMap(Optional::stream)
                .forEach(trace -> traces.merge(trace, 1, Integer::sum));
        return traces;
    }

    /** Of those, the ones that are not in the row as well. */
    public BitSet absenceOnly() {
        BitSet only = absence();
        only.andNot(writes);
        return only;
    }

    /** The requests that removed or moved something that would be in the row, by transactions that are not in it. */
    public Set<String> absentTraces(ShopHistory history) {
        return absenceOnly().stream()
                .mapToObj(seq -> history.entry(seq).trace())
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** Transactions in the row that had no request. */
    public int untraced(ShopHistory history) {
        return (int) writes.stream()
                .filter(seq -> history.entry(seq).trace().isEmpty())
                .count();
    }
}
