package io.rowtrail.audit.postgres;

import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.merkle.CompactRange;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.Tile;
import io.rowtrail.audit.merkle.TreeTail;
import io.rowtrail.audit.note.TreeHead;
import io.rowtrail.audit.seal.Sealer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Derives a whole log anew from its leaves: hashes, tiles, every head and every checkpoint, and with them the facts,
 * payloads, search columns and tokens that hang from each leaf. Reads what was there when it began.
 */
final class Inspection {
    private static final int MAX_DAMAGES = 100;
    private static final int PAGE = 512;
    private static final long PAGE_BYTES = 32L << 20;

    /** Where a page must end so that its bodies fit into memory. */
    private static final String END = """
            select max(idx) as last from (select idx, sum(length(body)) over (order by idx) as bytes
              from audit.payload where log = $1 and idx >= $2 and idx < $3) s where bytes <= $4""";

    private static final String HEADS = "select size, root from audit.head where log = $1 and size > $2 and size <= $3";
    private static final String CHECKPOINTS =
            "select size, note from audit.checkpoint where log = $1 and size > $2 and size <= $3";

    private static final String TILE = "select hashes, root from audit.tile where log = $1 and level = $2 and idx = $3";

    private final Pool pool;
    private final LogName log;
    private final Sealer sealer;
    private final Executor executor;
    private final List<Damage> damages = new ArrayList<>();
    private TreeTail tail = TreeTail.EMPTY;
    private CompactRange range = CompactRange.EMPTY;
    /** Whether an entry is missing: what is behind a gap cannot be derived. */
    private boolean broken;

    private long erased;
    private long checkpoints;

    Inspection(Pool pool, LogName log, Sealer sealer, Executor executor) {
        this.pool = pool;
        this.log = log;
        this.sealer = sealer;
        this.executor = executor;
    }

    /** Inspects the entries below {@code head}. */
    Uni<InspectionReport> run(Head head) {
        if (head.size() == 0) {
            return Uni.createFrom().item(new InspectionReport(0, 0, 0, List.of()));
        }
        return Multi.createBy()
                .repeating()
                .uni(() -> page(head.size()))
                .whilst(more -> more)
                .onItem()
                .ignore()
                .toUni()
                .map(done -> {
                    compare("head " + head.size(), range.root(), head.root());
                    return new InspectionReport(range.size(), erased, checkpoints, damages);
                });
    }

    private Uni<Boolean> page(long size) {
        long from = range.size();
        return end(from, Math.min(size, from + PAGE))
                .chain(to -> query(InspectedRow.SELECT, from, to)
                        .emitOn(executor)
                        .chain(rows -> query(HEADS, from, to)
                                .chain(heads -> query(CHECKPOINTS, from, to)
                                        .emitOn(executor)
                                        .map(notes -> derive(from, to, rows, heads, notes)))))
                .chain(leaves -> tiles(leaves).replaceWith(leaves))
                .map(leaves -> !broken && range.size() < size);
    }

    private Uni<Long> end(long from, long to) {
        return pool.preparedQuery(END)
                .execute(Tuple.of(log.value(), from, to, PAGE_BYTES))
                .map(rows -> {
                    Long last = rows.iterator().next().getLong("last");
                    // One body larger than a page, or an erased one, is a page of its own.
                    return last == null ? from + 1 : last + 1;
                });
    }

    private List<Hash> derive(long from, long to, RowSet<Row> rows, RowSet<Row> heads, RowSet<Row> notes) {
        Map<Long, Hash> stored = new HashMap<>();
        heads.forEach(row -> stored.put(row.getLong("size"), Rows.hash(row, "root")));
        Map<Long, TreeHead> signed = new HashMap<>();
        notes.forEach(row -> signed.put(row.getLong("size"), TreeHead.parse(row.getString("note"))));
        List<Hash> leaves = new ArrayList<>();
        for (Row row : rows) {
            EntryName expected = EntryName.of(log, from + leaves.size());
            if (row.getLong("idx") != expected.index()) {
                gap(expected, "none before " + row.getLong("idx"));
                return leaves;
            }
            InspectedRow inspected = new InspectedRow(row, log, "entry " + expected, this::damage);
            leaves.add(inspected.check(sealer));
            erased += inspected.erased() ? 1 : 0;
            range = range.append(leaves.get(leaves.size() - 1));
            if (stored.containsKey(range.size())) {
                compare("head " + range.size(), range.root(), stored.get(range.size()));
            }
            if (signed.containsKey(range.size())) {
                checkpoints++;
                compare(
                        "checkpoint " + range.size(),
                        range.root(),
                        signed.get(range.size()).root());
            }
        }
        if (from + leaves.size() < to) {
            gap(EntryName.of(log, from + leaves.size()), "none");
        }
        return leaves;
    }

    private void gap(EntryName missing, String found) {
        broken = true;
        damage(new Damage("entry " + missing, "an entry", found));
    }

    private Uni<Void> tiles(List<Hash> leaves) {
        TreeTail.Growth growth = tail.grow(leaves);
        tail = growth.tail();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Tile tile : growth.filled()) {
            all = all.chain(() -> pool.preparedQuery(TILE).execute(Tuple.of(log.value(), tile.level(), tile.index())))
                    .emitOn(executor)
                    .invoke(rows -> compare(tile, rows))
                    .replaceWithVoid();
        }
        return all;
    }

    private void compare(Tile derived, RowSet<Row> rows) {
        String where = "tile " + derived.level() + "/" + derived.index();
        if (rows.size() == 0) {
            damage(new Damage(where, "a row", "none"));
            return;
        }
        Row row = rows.iterator().next();
        List<Hash> stored = Tile.split(Rows.bytes(row, "hashes"));
        for (int i = 0; i < Tile.WIDTH; i++) {
            compare(where + " hash " + i, derived.hashes().get(i), stored.get(i));
        }
        compare(where + " root", derived.root(), Rows.hash(row, "root"));
    }

    private Uni<RowSet<Row>> query(String sql, long from, long to) {
        return pool.preparedQuery(sql).execute(Tuple.of(log.value(), from, to));
    }

    private void compare(String where, Object expected, @Nullable Object found) {
        if (!expected.equals(found)) {
            damage(new Damage(where, expected.toString(), String.valueOf(found)));
        }
    }

    private void damage(Damage damage) {
        if (damages.size() < MAX_DAMAGES) {
            damages.add(damage);
        }
    }
}
