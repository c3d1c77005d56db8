package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.audit.LogName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Reads stretches of a log for those who follow it. */
final class FollowReader {
    private static final String FOLLOW = """
            select e.idx, e.kind, e.recorded_at, f.form, f.base, f.facts, b.facts as base_facts from audit.entry e
            left join audit.facts f on f.log = e.log and f.idx = e.idx and starts_with(e.kind, $4)
            left join audit.facts b on b.log = f.log and b.idx = f.base
            where e.log = $1 and e.idx >= $2 and e.idx < $2 + $3 order by e.idx""";

    private final Pool pool;
    private final LogName log;

    FollowReader(Pool pool, LogName log) {
        this.pool = pool;
        this.log = log;
    }

    /** The rows of at most {@code limit} entries, with the facts of those whose kind begins with {@code kinds}. */
    Uni<RowSet<Row>> rows(long from, long limit, String kinds) {
        return pool.preparedQuery(FOLLOW).execute(Tuple.of(log.value(), from, limit, kinds));
    }

    /** Opens what {@link #rows} gave; takes computing time, so not for an event loop. */
    List<FollowedEntry> entries(RowSet<Row> rows, String kinds) {
        List<FollowedEntry> entries = new ArrayList<>();
        for (Row row : rows) {
            EntryName name = EntryName.of(log, row.getLong("idx"));
            String kind = row.getString("kind");
            Bytes facts = kind.startsWith(kinds) ? facts(row, name) : Bytes.EMPTY;
            entries.add(new FollowedEntry(name, kind, Rows.instant(row, "recorded_at"), facts));
        }
        return entries;
    }

    private static Bytes facts(Row row, EntryName name) {
        if (row.getShort("form") == null) {
            throw new AuditLogException.Tampered(name + " facts", "a row", "none");
        }
        byte[] base = row.getDelegate().getBuffer("base_facts") == null ? null : Rows.bytes(row, "base_facts");
        return FactsForm.of(row).open(base, name.toString());
    }
}
