package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.DatasetRef;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.keys.EpochKey;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.audit.seal.LeafTime;
import io.rowtrail.audit.seal.LeafWords;
import io.rowtrail.audit.seal.Sealer;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything stored of one entry, checked against its leaf. */
final class InspectedRow {
    /** All of a few entries in one statement; tokens and datasets come as arrays. */
    static final String SELECT = """
            select e.idx, e.recorded_at, e.kind, e.action, e.outcome, e.run, e.deploy, e.leaf_hash, %s,
              e.dataset_set, f.facts, f.form, f.base, b.facts as base_facts,
              p.key_epoch, p.wrapped_seed, p.body, t.tokens, d.datasets, x.texts
            from audit.entry e
            left join audit.facts f on f.log = e.log and f.idx = e.idx
            left join audit.facts b on b.log = f.log and b.idx = f.base
            %s
            left join audit.payload p on p.log = e.log and p.idx = e.idx
            left join (select idx, array_agg(token order by slot) as tokens from audit.search_token
              where log = $1 and idx >= $2 and idx < $3 group by idx) t on t.idx = e.idx
            left join lateral (select array_agg(dataset order by dataset) as datasets from audit.dataset_set s
              where s.log = e.log and s.id = e.dataset_set) d on true
            left join (select idx, count(*) as texts from audit.dedupe
              where log = $1 and idx >= $2 and idx < $3 group by idx) x on x.idx = e.idx
            where e.log = $1 and e.idx >= $2 and e.idx < $3 order by e.idx""".formatted(StoredLeaf.COLUMNS, StoredLeaf.JOIN);

    private final Row row;
    private final LogName log;
    private final String where;
    private final Consumer<Damage> damages;
    private boolean erased;

    InspectedRow(Row row, LogName log, String where, Consumer<Damage> damages) {
        this.row = row;
        this.log = log;
        this.where = where;
        this.damages = damages;
    }

    /** Reports what does not fit; gives the leaf's hash as it is stored, for the tree to be derived from. */
    Hash check(Sealer sealer) {
        Hash stored = Rows.hash(row, "leaf_hash");
        compare("repeats known by", 1L, row.getLong("texts"));
        Bytes leaf;
        try {
            leaf = StoredLeaf.of(row, where);
        } catch (AuditLogException.Tampered tampered) {
            damages.accept(new Damage(where + " leaf", stored.hex(), String.valueOf(tampered.getMessage())));
            return stored;
        }
        compare("leaf", stored, TreeHasher.leaf(leaf.toByteArray()));
        try {
            LeafWords words = LeafWords.of(leaf, where);
            compare("recorded_at", words.ingest(), LeafTime.format(Rows.instant(row, "recorded_at")));
            for (String column : List.of("kind", "action", "outcome", "run", "deploy")) {
                String found = row.getString(column);
                compare(column, words.word(column), found == null ? "" : found);
            }
            words.datasets().ifPresent(this::datasets);
            committed(sealer, leaf);
        } catch (AuditLogException.Tampered tampered) {
            damages.accept(new Damage(where, "what its leaf says", String.valueOf(tampered.getMessage())));
        }
        return stored;
    }

    /** Whether there is no payload, or none that can be opened. */
    boolean erased() {
        return erased;
    }

    private void datasets(List<DatasetRef> refs) {
        Optional<DatasetSet> set = DatasetSet.of(log, refs);
        compare("datasets", set.map(DatasetSet::keys).orElse(List.of()), numbers(row.getArrayOfLongs("datasets")));
        compare("set of datasets", set.map(DatasetSet::id), Optional.ofNullable(row.getUUID("dataset_set")));
    }

    private void committed(Sealer sealer, Bytes leaf) {
        if (row.getDelegate().getBuffer("facts") == null) {
            damages.accept(new Damage(where + " facts", "a row", "none"));
            return;
        }
        Optional<EpochKey.Box> box = row.getInteger("key_epoch") == null
                ? Optional.empty()
                : Optional.of(new EpochKey.Box(
                        row.getInteger("key_epoch"), Rows.bytes(row, "wrapped_seed"), Rows.bytes(row, "body")));
        Optional<Sealer.Opened> opened = sealer.open(leaf, FactsForm.of(row).open(baseFacts(), where), box, where);
        erased = opened.isEmpty();
        opened.ifPresent(payload -> compare("search tokens", payload.tokens(), tokens()));
    }

    private byte @Nullable [] baseFacts() {
        return row.getDelegate().getBuffer("base_facts") == null ? null : Rows.bytes(row, "base_facts");
    }

    private List<Hash> tokens() {
        List<Hash> tokens = new ArrayList<>();
        Buffer[] stored = row.getDelegate().getArrayOfBuffers("tokens");
        if (stored != null) {
            for (Buffer token : stored) {
                tokens.add(Hash.of(token.getBytes()));
            }
        }
        return tokens;
    }

    private static List<Long> numbers(Long @Nullable [] stored) {
        return stored == null ? List.of() : List.of(stored);
    }

    private void compare(String what, Object expected, @Nullable Object found) {
        if (!expected.equals(found)) {
            damages.accept(new Damage(where + " " + what, expected.toString(), String.valueOf(found)));
        }
    }
}
