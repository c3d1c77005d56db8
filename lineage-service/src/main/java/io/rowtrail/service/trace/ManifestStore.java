package io.rowtrail.service.trace;

import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

/** The manifests that were made, and the leaves of each. Calls block. */
@ApplicationScoped
class ManifestStore {
    /** The key of salts, as the platform calls its kind. */
    static final String SALTING = "HmacSHA256";

    private static final String FIND = "select id, snapshot, key_columns, rows, root, salt_key, log, log_index"
            + " from rowtrail.row_manifest where tenant = $1 and namespace = $2 and name = $3 and run = $4";
    private static final String KEEP = "insert into rowtrail.row_manifest (tenant, namespace, name, run, snapshot,"
            + " key_columns, rows, root, salt_key, log, log_index, made_at)"
            + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
            + " on conflict (tenant, namespace, name, run) do nothing returning id";
    private static final String KEEP_TILE =
            "insert into rowtrail.row_manifest_tile (manifest, place, first, root, leaves)"
                    + " values ($1, $2, $3, $4, $5)";
    private static final String TILE = "select place, leaves from rowtrail.row_manifest_tile"
            + " where manifest = $1 and first <= $2 order by first desc, place limit 1";
    private static final String ROOTS =
            "select root from rowtrail.row_manifest_tile where manifest = $1 order by place";
    private static final int TILES_AT_ONCE = 200;

    private final Pool pool;
    private final Clock clock;

    @Inject
    ManifestStore(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Optional<RowManifest> find(Tenant tenant, DatasetId dataset, RunId run) {
        Tuple asked = Tuple.of(tenant.slug(), dataset.namespace(), dataset.name(), UUID.fromString(run.uuid()));
        for (Row row : Await.on(() -> pool.preparedQuery(FIND).execute(asked))) {
            String columns = row.getString("key_columns");
            return Optional.of(new RowManifest(
                    row.getLong("id"),
                    dataset,
                    run,
                    row.getLong("snapshot"),
                    columns.isEmpty() ? List.of() : List.of(columns.split("\n", -1)),
                    row.getLong("rows"),
                    hash(row.getBuffer("root")),
                    new SecretKeySpec(row.getBuffer("salt_key").getBytes(), SALTING),
                    EntryName.parse(row.getString("log") + ":" + row.getLong("log_index"))
                            .orElseThrow()));
        }
        return Optional.empty();
    }

    /** Keeps a manifest, all of it or nothing; of two that are made at once the first. Its {@code id} is not looked at. */
    void keep(Tenant tenant, RowManifest made, List<List<Hash>> tiles) {
        Tuple row = Tuple.tuple()
                .addString(tenant.slug())
                .addString(made.dataset().namespace())
                .addString(made.dataset().name())
                .addUUID(UUID.fromString(made.run().uuid()))
                .addLong(made.snapshot())
                .addString(String.join("\n", made.keyColumns()))
                .addLong(made.rows())
                .addBuffer(Buffer.buffer(made.root().toByteArray()))
                .addBuffer(Buffer.buffer(made.saltKey().getEncoded()))
                .addString(made.entry().log().value())
                .addLong(made.entry().index())
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC));
        Await.on(() -> pool.withTransaction(connection -> connection
                .preparedQuery(KEEP)
                .execute(row)
                .flatMap(kept -> {
                    Uni<?> last = Uni.createFrom().voidItem();
                    if (kept.size() == 1 && !tiles.isEmpty()) {
                        long id = kept.iterator().next().getLong(0);
                        for (List<Tuple> batch : batches(id, tiles)) {
                            last = last.flatMap(before ->
                                    connection.preparedQuery(KEEP_TILE).executeBatch(batch));
                        }
                    }
                    return last.replaceWithVoid();
                })));
    }

    private static List<List<Tuple>> batches(long manifest, List<List<Hash>> tiles) {
        List<List<Tuple>> batches = new ArrayList<>();
        for (int place = 0; place < tiles.size(); place++) {
            if (place % TILES_AT_ONCE == 0) {
                batches.add(new ArrayList<>());
            }
            List<Hash> tile = tiles.get(place);
            Buffer leaves = Buffer.buffer();
            tile.forEach(leaf -> leaves.appendBytes(leaf.toByteArray()));
            batches.get(batches.size() - 1)
                    .add(Tuple.tuple()
                            .addLong(manifest)
                            .addInteger(place)
                            .addBuffer(Buffer.buffer(tile.get(0).toByteArray()))
                            .addBuffer(Buffer.buffer(TreeHasher.root(tile).toByteArray()))
                            .addBuffer(leaves));
        }
        return batches;
    }

    /**
     * Where a leaf may be.
     *
     * @param place of the tile
     * @param leaves of it, rising
     */
    record Tile(int place, List<Hash> leaves) {}

    /** The tile that has the leaf, if any has. */
    Optional<Tile> tile(RowManifest manifest, Hash leaf) {
        Tuple asked = Tuple.tuple().addLong(manifest.id()).addBuffer(Buffer.buffer(leaf.toByteArray()));
        for (Row row : Await.on(() -> pool.preparedQuery(TILE).execute(asked))) {
            byte[] bytes = row.getBuffer(1).getBytes();
            List<Hash> leaves = new ArrayList<>();
            for (int from = 0; from < bytes.length; from += Hash.BYTES) {
                leaves.add(Hash.of(Arrays.copyOfRange(bytes, from, from + Hash.BYTES)));
            }
            return Optional.of(new Tile(row.getInteger(0), leaves));
        }
        return Optional.empty();
    }

    List<Hash> tileRoots(RowManifest manifest) {
        List<Hash> roots = new ArrayList<>();
        for (Row row : Await.on(() -> pool.preparedQuery(ROOTS).execute(Tuple.of(manifest.id())))) {
            roots.add(hash(row.getBuffer(0)));
        }
        return roots;
    }

    private static Hash hash(Buffer bytes) {
        return Hash.of(bytes.getBytes());
    }
}
