package io.rowtrail.audit.postgres;

import io.rowtrail.audit.DatasetRef;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.Tile;
import io.rowtrail.audit.merkle.TreeTail;
import io.rowtrail.audit.postgres.Placement.Placed;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one group, a statement a table: arrays unnested on the server, which is several times faster than
 * a statement a row, and sent one behind the other without waiting for answers.
 */
final class AppendRows {
    private static final String ENTRY = """
            insert into audit.entry
              (log, idx, recorded_at, kind, action, outcome, run, deploy, leaf_hash, leaf)
            select $1, * from unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[],
              $8::text[], $9::bytea[], $10::bytea[])""";
    private static final String FACTS =
            "insert into audit.facts (log, idx, facts) select $1, * from unnest($2::bigint[], $3::bytea[])";
    private static final String PAYLOAD = """
            insert into audit.payload (log, idx, key_epoch, wrapped_seed, body)
            select $1, * from unnest($2::bigint[], $3::int[], $4::bytea[], $5::bytea[])""";
    private static final String DEDUPE =
            "insert into audit.dedupe (log, idx, token) select $1, * from unnest($2::bigint[], $3::bytea[])";
    private static final String IDEMPOTENCY = """
            insert into audit.idempotency (log, idx, key_token, text_token)
            select $1, * from unnest($2::bigint[], $3::bytea[], $4::bytea[])""";
    private static final String TOKEN = """
            insert into audit.search_token (log, idx, slot, token)
            select $1, * from unnest($2::bigint[], $3::int[], $4::bytea[])""";
    private static final String DATASET = """
            insert into audit.entry_dataset (log, idx, namespace, name)
            select $1, * from unnest($2::bigint[], $3::text[], $4::text[])""";
    private static final String TILE = """
            insert into audit.tile (log, idx, level, hashes, root)
            select $1, * from unnest($2::bigint[], $3::int[], $4::bytea[], $5::bytea[])""";
    private static final String HEAD = """
            insert into audit.head (log, size, root, compact_range, epoch, recorded_at)
            values ($1, $2, $3, $4, $5, $6)""";

    private final SqlConnection connection;
    private final LogName log;
    private final List<Uni<RowSet<Row>>> statements = new ArrayList<>();

    AppendRows(SqlConnection connection, LogName log) {
        this.connection = connection;
        this.log = log;
    }

    /** Writes new entries and callers' keys, the tiles they filled and the head after them. */
    Uni<Void> write(Placement placement, TreeTail.Growth growth, long epoch, Instant now) {
        List<Placed> added = placement.added();
        if (!added.isEmpty()) {
            entries(added);
            tokens(added);
            datasets(added);
            tiles(growth.filled());
            TreeTail tail = growth.tail();
            Buffer range = Rows.buffer(tail.range().encode());
            add(HEAD, tail.size(), Rows.buffer(tail.root()), range, epoch, Rows.time(now));
        }
        keys(placement.newKeys());
        return statements.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    private void entries(List<Placed> added) {
        Long[] indexes = added.stream().map(Placed::index).toArray(Long[]::new);
        add(
                ENTRY,
                indexes,
                added.stream()
                        .map(row -> Rows.time(row.draft().sealed().recordedAt()))
                        .toArray(OffsetDateTime[]::new),
                texts(added, row -> row.draft().sealed().submission().kind()),
                texts(added, row -> row.draft().sealed().submission().subject().action()),
                texts(
                        added,
                        row -> row.draft()
                                .sealed()
                                .submission()
                                .subject()
                                .outcome()
                                .wire()),
                texts(added, row -> row.draft().sealed().submission().subject().run()),
                texts(added, row -> row.draft().sealed().submission().subject().deploy()),
                Rows.buffers(added, row -> Rows.buffer(row.draft().sealed().leafHash())),
                Rows.buffers(added, row -> Rows.buffer(row.draft().sealed().leaf())));
        add(
                FACTS,
                indexes,
                Rows.buffers(
                        added,
                        row -> Rows.buffer(row.draft().sealed().submission().facts())));
        add(
                PAYLOAD,
                indexes,
                added.stream()
                        .map(row -> row.draft().sealed().payload().epoch())
                        .toArray(Integer[]::new),
                Rows.buffers(
                        added, row -> Rows.buffer(row.draft().sealed().payload().wrappedSeed())),
                Rows.buffers(
                        added, row -> Rows.buffer(row.draft().sealed().payload().body())));
        add(DEDUPE, indexes, Rows.buffers(added, row -> Rows.buffer(row.draft().text())));
    }

    private void tokens(List<Placed> added) {
        List<Long> indexes = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();
        List<Buffer> tokens = new ArrayList<>();
        for (Placed row : added) {
            int slot = 0;
            for (Hash token : row.draft().sealed().tokens()) {
                indexes.add(row.index());
                slots.add(slot++);
                tokens.add(Rows.buffer(token));
            }
        }
        add(TOKEN, indexes.toArray(new Long[0]), slots.toArray(new Integer[0]), tokens.toArray(new Buffer[0]));
    }

    private void datasets(List<Placed> added) {
        List<Long> indexes = new ArrayList<>();
        List<DatasetRef> refs = new ArrayList<>();
        for (Placed row : added) {
            row.draft().sealed().submission().subject().datasets().stream()
                    .distinct()
                    .forEach(ref -> {
                        indexes.add(row.index());
                        refs.add(ref);
                    });
        }
        if (!refs.isEmpty()) {
            add(
                    DATASET,
                    indexes.toArray(new Long[0]),
                    refs.stream().map(DatasetRef::namespace).toArray(String[]::new),
                    refs.stream().map(DatasetRef::name).toArray(String[]::new));
        }
    }

    private void keys(List<Placement.NewKey> keys) {
        if (!keys.isEmpty()) {
            add(
                    IDEMPOTENCY,
                    keys.stream().map(Placement.NewKey::index).toArray(Long[]::new),
                    Rows.buffers(keys, key -> Rows.buffer(key.key())),
                    Rows.buffers(keys, key -> Rows.buffer(key.text())));
        }
    }

    private void tiles(List<Tile> tiles) {
        if (!tiles.isEmpty()) {
            add(
                    TILE,
                    tiles.stream().map(Tile::index).toArray(Long[]::new),
                    tiles.stream().map(Tile::level).toArray(Integer[]::new),
                    Rows.buffers(tiles, tile -> Rows.buffer(tile.encode())),
                    Rows.buffers(tiles, tile -> Rows.buffer(tile.root())));
        }
    }

    private static String[] texts(List<Placed> added, Function<Placed, @Nullable String> text) {
        return added.stream().map(text).toArray(String[]::new);
    }

    private void add(String sql, Object... columns) {
        Tuple parameters = Tuple.tuple().addValue(log.value());
        for (Object column : columns) {
            parameters.addValue(column);
        }
        statements.add(connection.preparedQuery(sql).execute(parameters));
    }
}
