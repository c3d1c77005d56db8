package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.IdempotencyKey;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.seal.SealedEntry;
import io.rowtrail.audit.seal.Sealer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what became of drafts into what their submitters are told. */
final class Answers {
    private static final String FIRSTS = """
            select e.idx, e.leaf_hash, p.key_epoch, p.wrapped_seed from audit.entry e
            left join audit.payload p on p.log = e.log and p.idx = e.idx
            where e.log = $1 and e.idx = any($2)""";

    private final LogName log;
    private final Sealer sealer;

    Answers(LogName log, Sealer sealer) {
        this.log = log;
        this.sealer = sealer;
    }

    /**
     * The answers for when the transaction of {@code connection} commits. Made before it does: afterwards nothing may
     * fail that would keep a caller from knowing.
     */
    Uni<List<AppendResult>> of(SqlConnection connection, long epoch, List<Draft> drafts, List<Placement.Place> places) {
        Long[] repeats = places.stream()
                .filter(Placement.Repeat.class::isInstance)
                .map(Placement.Place::index)
                .distinct()
                .toArray(Long[]::new);
        if (repeats.length == 0) {
            return Uni.createFrom().item(() -> results(epoch, drafts, places, Map.of()));
        }
        return connection
                .preparedQuery(FIRSTS)
                .execute(Tuple.of(log.value(), repeats))
                .map(rows -> {
                    Map<Long, First> firsts = new HashMap<>();
                    rows.forEach(row -> firsts.put(row.getLong("idx"), first(row)));
                    return results(epoch, drafts, places, firsts);
                });
    }

    private First first(Row row) {
        Bytes receipt = row.getInteger("key_epoch") == null
                ? null
                : sealer.receipt(
                                row.getInteger("key_epoch"),
                                Bytes.of(Rows.bytes(row, "wrapped_seed")),
                                EntryName.of(log, row.getLong("idx")).toString())
                        .orElse(null);
        return new First(Rows.hash(row, "leaf_hash"), receipt);
    }

    private List<AppendResult> results(
            long epoch, List<Draft> drafts, List<Placement.Place> places, Map<Long, First> firsts) {
        List<AppendResult> results = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            results.add(result(epoch, drafts.get(i), places.get(i), firsts));
        }
        return results;
    }

    private AppendResult result(long epoch, Draft draft, Placement.Place place, Map<Long, First> firsts) {
        EntryName entry = EntryName.of(log, place.index());
        if (place instanceof Placement.Fresh) {
            SealedEntry made = draft.sealed();
            return new AppendResult.Appended(entry, made.leafHash(), made.receivedSalt(), epoch);
        }
        if (place instanceof Placement.Repeat) {
            First first = Objects.requireNonNull(firsts.get(place.index()), "a repeated entry is there");
            return new AppendResult.Duplicate(entry, first.leafHash(), first.receipt(), epoch);
        }
        IdempotencyKey key = Objects.requireNonNull(draft.sealed().submission().idempotencyKey());
        return new AppendResult.Conflict(entry, key);
    }

    private record First(Hash leafHash, @Nullable Bytes receipt) {}
}
