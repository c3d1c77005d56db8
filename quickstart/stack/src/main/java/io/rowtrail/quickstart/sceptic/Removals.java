package io.rowtrail.quickstart.sceptic;

import io.rowtrail.quickstart.verdict.Check;
import io.rowtrail.quickstart.verdict.Tally;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Tries what tags promise by removing transactions from the ledger: a row that names none of those removed is still there,
 * with the same values; a row out of which nothing was kept is there from its own transactions alone.
 */
final class Removals {
    private static final int AT_MOST = 3;

    private final Function<BitSet, World> without;
    private final Function<BitSet, World> only;
    private final Map<Job, List<Claim>> claims = new LinkedHashMap<>();

    /**
     * @param without the world in which those ledger entries never happened
     * @param only the world in which no others did
     */
    Removals(Function<BitSet, World> without, Function<BitSet, World> only) {
        this.without = without;
        this.only = only;
    }

    void add(Job job, List<Claim> said) {
        claims.computeIfAbsent(job, j -> new ArrayList<>()).addAll(said);
    }

    /** Sets of one to three entries, half of them of those only that changed or removed something. */
    static List<BitSet> sample(int entries, BitSet changes, int sets, Random random) {
        int[] changing = changes.stream().toArray();
        List<BitSet> sample = new ArrayList<>();
        for (int i = 0; i < sets; i++) {
            BitSet set = new BitSet();
            for (int j = 0; j <= random.nextInt(AT_MOST); j++) {
                set.set(
                        i % 2 == 0 && changing.length > 0
                                ? changing[random.nextInt(changing.length)]
                                : 1 + random.nextInt(entries));
            }
            sample.add(set);
        }
        return sample;
    }

    /** The first promise, of every row. */
    Check outlived(List<BitSet> sample) {
        Tally tally = new Tally("times a row outlived " + sample.size() + " removals of writes that it does not name");
        for (BitSet removed : sample) {
            World world = without.apply(removed);
            claims.forEach((job, said) -> {
                Map<List<String>, BitSet> rows = job.rows(world);
                for (Claim claim : said) {
                    if (!claim.names(removed)) {
                        tally.note(
                                rows.containsKey(claim.row())
                                        ? ""
                                        : job.table() + " " + claim.row() + ": is not there without ledger entries "
                                                + removed + ", which it does not name");
                    }
                }
            });
        }
        return tally.check();
    }

    /** The second promise, of so many rows of each output that lack nothing, spread over it. */
    Check sufficed(int rowsOfEach) {
        Tally tally = new Tally("rows that lack nothing and are there from their own writes alone");
        claims.forEach((job, said) -> {
            List<Claim> closed = said.stream().filter(Claim::closed).toList();
            int step = Math.max(1, closed.size() / rowsOfEach);
            for (int i = 0; i < closed.size(); i += step) {
                Claim claim = closed.get(i);
                tally.note(
                        job.rows(only.apply(claim.writes())).containsKey(claim.row())
                                ? ""
                                : job.table() + " " + claim.row() + ": needs more than ledger entries "
                                        + claim.writes());
            }
        });
        return tally.check();
    }
}
