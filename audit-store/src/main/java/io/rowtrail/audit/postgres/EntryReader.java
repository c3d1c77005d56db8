package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.EntryPage;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.Payload;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.audit.seal.Sealer;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Reads entries through Hibernate Reactive, and hands none on whose bytes are not what its leaf commits to. */
final class EntryReader {
    private final Mutiny.SessionFactory sessions;
    private final LogName log;
    private final Sealer sealer;

    EntryReader(Mutiny.SessionFactory sessions, LogName log, Sealer sealer) {
        this.sessions = sessions;
        this.log = log;
        this.sealer = sealer;
    }

    /** The entry with its payload. */
    Uni<Optional<Stored>> entry(long index) {
        return sessions.withStatelessSession(session -> session.createSelectionQuery(
                        "select e, f, b, l, p" + EntryConditions.ENTRIES + """
                        left join PayloadRow p on p.log = e.log and p.idx = e.idx
                        where e.log = :log and e.idx = :index""", Object[].class)
                .setParameter("log", log.value())
                .setParameter("index", index)
                .getSingleResultOrNull()
                .map(row -> Optional.ofNullable(row)
                        .map(columns -> new Stored(
                                (EntryRow) columns[0],
                                (FactsRow) columns[1],
                                (FactsRow) columns[2],
                                (EntryRow) columns[3],
                                (PayloadRow) columns[4]))));
    }

    /** Opens and checks what was stored; takes computing time, so not for an event loop. */
    Entry check(Stored stored) {
        String where = EntryName.of(log, stored.entry().idx).toString();
        Bytes leaf = leaf(stored, where);
        Bytes facts = stored.facts().stored().open(stored.base() == null ? null : stored.base().facts, where);
        Optional<Payload> payload = sealer.open(
                        leaf, facts, Optional.ofNullable(stored.payload()).map(PayloadRow::box), where)
                .map(Sealer.Opened::payload);
        return entry(stored.entry(), leaf, facts, payload.orElse(null));
    }

    /** A page of a log that has {@code size} entries now. */
    Uni<EntryPage> page(EntryQuery query, long size) {
        long pinned = query.size() == null ? size : query.size();
        if (pinned > size) {
            return Uni.createFrom().failure(new AuditLogException.BeyondTheLog(pinned, size));
        }
        EntryConditions conditions = new EntryConditions(query, log, pinned, sealer);
        return sessions.withStatelessSession(session -> {
                    Mutiny.SelectionQuery<Object[]> select =
                            session.createSelectionQuery(conditions.hql(), Object[].class);
                    conditions.parameters().forEach(select::setParameter);
                    return select.setMaxResults(query.limit() + 1).getResultList();
                })
                .map(rows -> {
                    List<Entry> entries = rows.stream()
                            .limit(query.limit())
                            .map(row -> new Stored(
                                    (EntryRow) row[0], (FactsRow) row[1], (FactsRow) row[2], (EntryRow) row[3], null))
                            .map(this::check)
                            .toList();
                    return new EntryPage(pinned, entries, rows.size() > query.limit());
                });
    }

    private static Bytes leaf(Stored stored, String where) {
        return stored.entry().storedLeaf().open(stored.baseLeaf() == null ? null : stored.baseLeaf().leaf, where);
    }

    private Entry entry(EntryRow row, Bytes leaf, Bytes facts, @Nullable Payload payload) {
        EntryName name = EntryName.of(log, row.idx);
        Hash stated = Hash.of(row.leafHash);
        Hash derived = TreeHasher.leaf(leaf.toByteArray());
        if (!stated.equals(derived)) {
            throw new AuditLogException.Tampered("leaf " + name, stated.hex(), derived.hex());
        }
        return new Entry(name, row.kind, row.recordedAt, stated, leaf, facts, payload);
    }

    /**
     * The rows of an entry.
     *
     * @param base the facts its own are told by, or null
     * @param baseLeaf the entry its leaf is told by, or null
     * @param payload null where it was erased or not asked for
     */
    record Stored(
            EntryRow entry,
            FactsRow facts,
            @Nullable FactsRow base,
            @Nullable EntryRow baseLeaf,
            @Nullable PayloadRow payload) {}
}
