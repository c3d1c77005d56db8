package io.rowtrail.spark.current;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A made-up history of changes, and its state folded by plain Java. */
public final class ChangeHistory {
    /** One change; {@code value} is null in a delete. */
    public record Change(String op, long tx, int seq, int a, String b, String value, Integer amount) {}

    /** A live row and the ordinals of its changes since its insert. */
    public record Live(int a, String b, String value, Integer amount, TreeSet<Long> tags) {}

    private final List<Change> changes = new ArrayList<>();

    public static ChangeHistory random(long seed, int transactions, int keys, boolean truncates) {
        Random random = new Random(seed);
        ChangeHistory history = new ChangeHistory();
        Map<String, Boolean> alive = new TreeMap<>();
        long tx = 1;
        int seq = 0;
        for (int key = 0; key < keys / 2; key++) {
            history.changes.add(change("r", tx, seq++, key, random));
            alive.put(name(key), true);
        }
        for (tx = 2; tx <= transactions; tx++) {
            int writes = 1 + random.nextInt(3);
            for (seq = 0; seq < writes; seq++) {
                if (truncates && random.nextInt(40) == 0) {
                    history.changes.add(new Change("t", tx, seq, -1, null, null, null));
                    alive.clear();
                    continue;
                }
                int key = random.nextInt(keys);
                if (!alive.getOrDefault(name(key), false)) {
                    history.changes.add(change("c", tx, seq, key, random));
                    alive.put(name(key), true);
                } else if (random.nextInt(3) == 0) {
                    Change old = change("d", tx, seq, key, random);
                    history.changes.add(new Change("d", tx, seq, old.a, old.b, null, null));
                    alive.put(name(key), false);
                } else {
                    history.changes.add(change("u", tx, seq, key, random));
                }
            }
        }
        return history;
    }

    /** Keys that are inserted once and never touched again, one a transaction. */
    public static ChangeHistory insertsOnly(long seed, int keys) {
        Random random = new Random(seed);
        ChangeHistory history = new ChangeHistory();
        for (int key = 0; key < keys; key++) {
            history.changes.add(change("c", key + 1L, 0, key, random));
        }
        return history;
    }

    /** The same history as if these transactions had never happened. */
    public ChangeHistory without(Set<Long> transactions) {
        ChangeHistory history = new ChangeHistory();
        changes.stream().filter(change -> !transactions.contains(change.tx)).forEach(history.changes::add);
        return history;
    }

    private static String name(int key) {
        return key / 4 + "-" + key % 4;
    }

    private static Change change(String op, long tx, int seq, int key, Random random) {
        Integer amount = random.nextInt(5) == 0 ? null : random.nextInt(10);
        return new Change(op, tx, seq, key / 4, "k" + key % 4, "v" + random.nextInt(5), amount);
    }

    public List<Change> changes() {
        return changes;
    }

    /** The live rows after all transactions up to {@code through}, by key. */
    public Map<String, Live> state(long through) {
        Map<String, Live> state = new TreeMap<>();
        Map<String, TreeSet<Long>> histories = new TreeMap<>();
        for (Change change : changes) {
            if (change.tx > through) {
                continue;
            }
            if (change.op.equals("t")) {
                state.clear();
                histories.clear();
                continue;
            }
            String key = change.a + "/" + change.b;
            if (change.op.equals("c") || change.op.equals("r")) {
                histories.put(key, new TreeSet<>());
            }
            TreeSet<Long> tags = histories.computeIfAbsent(key, k -> new TreeSet<>());
            tags.add(change.tx);
            if (change.op.equals("d")) {
                state.remove(key);
            } else {
                state.put(key, new Live(change.a, change.b, change.value, change.amount, new TreeSet<>(tags)));
            }
        }
        return state;
    }

    /** The ordinals up to {@code through} that removed or replaced a version of a row. */
    public TreeSet<Long> absence(long through) {
        TreeSet<Long> found = new TreeSet<>();
        TreeSet<String> seen = new TreeSet<>();
        for (Change change : changes) {
            if (change.tx <= through
                    && (!seen.add(change.a + "/" + change.b) || change.op.equals("d") || change.op.equals("t"))) {
                found.add(change.tx);
            }
        }
        return found;
    }

    /** Writes the changes as a change table keyed by (a, b), in shuffled order and two commits. */
    public void land(SparkSession session, String table, long completeThrough) throws Exception {
        StructType type = new StructType()
                .add("a", DataTypes.IntegerType)
                .add("b", DataTypes.StringType)
                .add("value", DataTypes.StringType)
                .add("amount", DataTypes.IntegerType)
                .add("_rt_op", DataTypes.StringType)
                .add("_rt_tx", DataTypes.LongType)
                .add("_rt_seq", DataTypes.IntegerType)
                .add("_rt_trace_id", DataTypes.StringType)
                .add("_rt_tag_source", DataTypes.StringType);
        List<Row> rows = new ArrayList<>();
        for (Change c : changes) {
            rows.add(RowFactory.create(c.a, c.b, c.value, c.amount, c.op, c.tx, c.seq, null, "none"));
        }
        java.util.Collections.shuffle(rows, new Random(7));
        int half = rows.size() / 2;
        session.createDataFrame(rows.subList(0, half), type)
                .writeTo(table)
                .tableProperty("rowtrail.key", "a,b")
                .tableProperty("rowtrail.source", "test")
                .tableProperty("rowtrail.complete.through", Long.toString(completeThrough))
                .createOrReplace();
        session.createDataFrame(rows.subList(half, rows.size()), type)
                .writeTo(table)
                .append();
    }
}
