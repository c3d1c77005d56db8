package io.rowtrail.quickstart.sceptic;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.lake.LakeName;
import io.rowtrail.quickstart.verdict.CapturedEntries;
import io.rowtrail.quickstart.verdict.Check;
import io.rowtrail.quickstart.verdict.ExactComparison;
import io.rowtrail.quickstart.verdict.LakeFacts;
import io.rowtrail.quickstart.verdict.LedgerEntry;
import io.rowtrail.quickstart.verdict.Provenance;
import io.rowtrail.quickstart.verdict.RowKey;
import io.rowtrail.quickstart.verdict.ShopHistory;
import io.rowtrail.quickstart.verdict.Tally;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** The comparisons of the sceptic's jobs with the ledger. */
public final class ScepticVerdict {
    private static final int REMOVALS = 24;
    private static final int CLOSED_ROWS = 40;

    private final Map<String, Map<RowKey, Map<String, String>>> loaded;
    private final ShopHistory history;
    private final CapturedEntries captured;
    private final Set<Long> snapshots;
    private final List<Long> loads;
    private final List<Job> jobs;
    private final Removals removals;
    private final Tally recomputed = new Tally("rows recomputed: their writes and their absence, one by one");

    /** A row whose exact answer is asked for. */
    public record Question(String table, Map<String, String> key, Provenance expected) {}

    /**
     * Chooses the loads of the dimension with history.
     *
     * @param loaded table to key to row, as it was before the first entry
     * @param captured all entries of the ledger
     * @param snapshots ordinals of the capture's snapshot, which name no write
     */
    public ScepticVerdict(
            Map<String, Map<RowKey, Map<String, String>>> loaded,
            ShopHistory history,
            CapturedEntries captured,
            Set<Long> snapshots) {
        this.loaded = Map.copyOf(loaded);
        this.history = history;
        this.captured = captured;
        this.snapshots = Set.copyOf(snapshots);
        this.loads = chosen();
        this.jobs = List.of(
                new RunningTotals(),
                new GrandTotal(),
                new LostCustomers(),
                new CustomerHistory(loads.get(0), loads.get(1)));
        this.removals = new Removals(
                removed -> world(entry -> !removed.get(entry.seq())), kept -> world(entry -> kept.get(entry.seq())));
    }

    /** Ordinals through which customers are to be loaded: the middle one of their changes, and the last of all. */
    public List<Long> loads() {
        return loads;
    }

    private List<Long> chosen() {
        List<Long> moves = ordinals(entry -> entry.writes().stream()
                .anyMatch(write -> write.table().equals("customer") && write.op() == LedgerEntry.Op.UPDATE));
        List<Long> all = ordinals(entry -> true);
        if (moves.isEmpty()) {
            throw new IllegalStateException("the ledger holds no change of a customer that was captured");
        }
        return List.of(moves.get(moves.size() / 2), all.get(all.size() - 1));
    }

    private List<Long> ordinals(Predicate<LedgerEntry> which) {
        return history.ledger().stream()
                .filter(which)
                .map(entry -> captured.ordinal(entry.seq()))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    private World world(Predicate<LedgerEntry> happened) {
        long first = loads.get(0);
        return new World(
                Shop.of(
                        loaded,
                        history.ledger(),
                        happened.and(entry -> captured.ordinal(entry.seq())
                                .filter(ordinal -> ordinal <= first)
                                .isPresent())),
                Shop.of(loaded, history.ledger(), happened));
    }

    /** Every stored row of each output, with its tags. */
    public List<Check> stored(LakeFacts facts) {
        World world = world(entry -> true);
        List<Check> checks = new ArrayList<>();
        for (Job job : jobs) {
            LakeName name = LakeName.parse(job.table());
            StoredRows rows = new StoredRows(job, captured, snapshots, facts.absence(name));
            checks.add(rows.check(facts.output(name), job.rows(world), job.absence(history)));
            removals.add(job, rows.claims());
        }
        return checks;
    }

    /** Of each output that a plan recorded as a query makes: the row that the most writes took something out of. */
    public List<Question> questions() {
        World world = world(entry -> true);
        List<Question> questions = new ArrayList<>();
        for (Job job : jobs) {
            if (!(job instanceof CustomerHistory)) {
                Function<List<String>, BitSet> absence = job.absence(history);
                job.rows(world).entrySet().stream()
                        .map(row -> question(job, row.getKey(), row.getValue(), absence.apply(row.getKey())))
                        .max(Comparator.<Question>comparingInt(
                                        asked -> asked.expected().absenceOnly().cardinality())
                                .thenComparing(asked -> asked.key().toString()))
                        .ifPresent(questions::add);
            }
        }
        return questions;
    }

    private static Question question(Job job, List<String> row, BitSet writes, BitSet absence) {
        Map<String, String> key = new LinkedHashMap<>();
        for (int i = 0; i < job.keys(); i++) {
            key.put(job.columns().get(i), row.get(i));
        }
        // Every one of these rows has something of a customer, and those were there before the ledger.
        return new Question(job.table(), key, Provenance.of(writes, absence, true));
    }

    /** One answer of {@code GET /api/v1/rows/traces?mode=recompute}. */
    public void answer(Question question, JsonNode answer) {
        String problem = new ExactComparison(history, captured).problem(question.expected(), answer);
        recomputed.note(problem.isEmpty() ? "" : question.table() + " " + question.key() + ": " + problem);
    }

    /** How the recomputed answers compare. */
    public Check recomputed() {
        return recomputed.check();
    }

    /** Whether rows outlive what they do not name, and closed ones need no more than they name. */
    public List<Check> promises(long seed) {
        BitSet changes = new BitSet();
        for (LedgerEntry entry : history.ledger()) {
            if (entry.writes().stream().anyMatch(write -> write.op() != LedgerEntry.Op.CREATE)) {
                changes.set(entry.seq());
            }
        }
        List<BitSet> sample = Removals.sample(history.ledger().size(), changes, REMOVALS, new Random(seed));
        return List.of(removals.outlived(sample), removals.sufficed(CLOSED_ROWS));
    }
}
