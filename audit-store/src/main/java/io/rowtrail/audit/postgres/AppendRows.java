package io.rowtrail.audit.postgres;

import io.rowtrail.audit.LogName;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.Tile;
import io.rowtrail.audit.merkle.TreeTail;
import io.rowtrail.audit.postgres.Placement.Placed;
import io.rowtrail.audit.seal.SealedEntry;
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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one group: arrays unnested on the server, all tables that every entry has rows in by one statement.
 * What there is to write besides is sent behind it without waiting for its answer.
 */
final class AppendRows {
    private static final String GROUP = """
            with entry as (
              insert into audit.entry (log, idx, recorded_at, kind, action, outcome, run, deploy,
                leaf_hash, leaf, leaf_base, dataset_set)
              select $1::text, * from unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::text[], $9::bytea[], $10::bytea[], $11::bigint[], $12::uuid[])),
            facts as (
              insert into audit.facts (log, idx, form, base, facts)
              select $1::text, * from unnest($2::bigint[], $13::smallint[], $14::bigint[], $15::bytea[])),
            payload as (
              insert into audit.payload (log, idx, key_epoch, wrapped_seed, body)
              select $1::text, * from unnest($2::bigint[], $16::int[], $17::bytea[], $18::bytea[])),
            dedupe as (
              insert into audit.dedupe (log, idx, token)
              select $1::text, * from unnest($2::bigint[], $19::bytea[])),
            token as (
              insert into audit.search_token (log, idx, slot, token)
              select $1::text, * from unnest($20::bigint[], $21::int[], $22::bytea[])),
            dataset as (
              insert into audit.dataset_set (log, id, dataset)
              select $1::text, * from unnest($23::uuid[], $24::bigint[]) on conflict do nothing)
            insert into audit.head (log, size, root, compact_range, epoch, recorded_at)
            values ($1::text, $25, $26, $27, $28, $29)""";
    private static final String IDEMPOTENCY = """
            insert into audit.idempotency (log, idx, key_token, text_token)
            select $1, * from unnest($2::bigint[], $3::bytea[], $4::bytea[])""";
    private static final String TILE = """
            insert into audit.tile (log, idx, level, hashes, root)
            select $1, * from unnest($2::bigint[], $3::int[], $4::bytea[], $5::bytea[])""";

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
            Tuple group = Tuple.tuple().addValue(log.value());
            List<Optional<DatasetSet>> sets = added.stream()
                    .map(placed -> DatasetSet.of(
                            log, placed.draft().sealed().submission().subject().datasets()))
                    .toList();
            entries(added, sets, group);
            tokens(added, group);
            datasets(sets, group);
            TreeTail tail = growth.tail();
            group.addValue(tail.size()).addValue(Rows.buffer(tail.root()));
            group.addValue(Rows.buffer(tail.range().encode())).addValue(epoch).addValue(Rows.time(now));
            statements.add(connection.preparedQuery(GROUP).execute(group));
            tiles(growth.filled());
        }
        keys(placement.newKeys());
        return statements.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(statements).andFailFast().replaceWithVoid();
    }

    private static void entries(List<Placed> added, List<Optional<DatasetSet>> sets, Tuple group) {
        List<SealedEntry> sealed =
                added.stream().map(placed -> placed.draft().sealed()).toList();
        List<Submission> events = sealed.stream().map(SealedEntry::submission).toList();
        List<FactsForm> facts =
                added.stream().map(placed -> placed.draft().told().facts()).toList();
        List<StoredLeaf> leaves =
                added.stream().map(placed -> placed.draft().leaf()).toList();
        group.addValue(added.stream().map(Placed::index).toArray(Long[]::new))
                .addValue(sealed.stream()
                        .map(entry -> Rows.time(entry.recordedAt()))
                        .toArray(OffsetDateTime[]::new))
                .addValue(texts(events, Submission::kind))
                .addValue(texts(events, event -> event.subject().action()))
                .addValue(texts(events, event -> event.subject().outcome().wire()))
                .addValue(texts(events, event -> event.subject().run()))
                .addValue(texts(events, event -> event.subject().deploy()))
                .addValue(Rows.buffers(sealed, entry -> Rows.buffer(entry.leafHash())))
                .addValue(Rows.buffers(leaves, leaf -> Rows.buffer(leaf.stored())))
                .addValue(leaves.stream().map(StoredLeaf::base).toArray(Long[]::new))
                .addValue(sets.stream()
                        .map(set -> set.map(DatasetSet::id).orElse(null))
                        .toArray(UUID[]::new))
                .addValue(facts.stream().map(FactsForm::kind).toArray(Short[]::new))
                .addValue(facts.stream().map(FactsForm::base).toArray(Long[]::new))
                .addValue(Rows.buffers(facts, form -> Rows.buffer(form.stored())))
                .addValue(sealed.stream().map(entry -> entry.payload().epoch()).toArray(Integer[]::new))
                .addValue(Rows.buffers(
                        sealed, entry -> Rows.buffer(entry.payload().wrappedSeed())))
                .addValue(Rows.buffers(
                        sealed, entry -> Rows.buffer(entry.payload().body())))
                .addValue(
                        Rows.buffers(added, placed -> Rows.token(placed.draft().text())));
    }

    private static void tokens(List<Placed> added, Tuple group) {
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
        group.addValue(indexes.toArray(new Long[0]))
                .addValue(slots.toArray(new Integer[0]))
                .addValue(tokens.toArray(new Buffer[0]));
    }

    /** Each set once; those that are stored already stay. */
    private static void datasets(List<Optional<DatasetSet>> sets, Tuple group) {
        List<UUID> ids = new ArrayList<>();
        List<Long> datasets = new ArrayList<>();
        sets.stream()
                .flatMap(Optional::stream)
                .distinct()
                .forEach(set -> set.keys().forEach(dataset -> {
                    ids.add(set.id());
                    datasets.add(dataset);
                }));
        group.addValue(ids.toArray(new UUID[0])).addValue(datasets.toArray(new Long[0]));
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

    private static <T> String[] texts(List<T> rows, Function<T, @Nullable String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    private void add(String sql, Object... columns) {
        Tuple parameters = Tuple.tuple().addValue(log.value());
        for (Object column : columns) {
            parameters.addValue(column);
        }
        statements.add(connection.preparedQuery(sql).execute(parameters));
    }
}
