package io.rowtrail.audit.postgres;

import io.rowtrail.audit.LogName;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.Node.TileRef;
import io.rowtrail.audit.merkle.ProofPlan;
import io.rowtrail.audit.merkle.Tile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tiles: full ones from their table and a cache, the unfinished ones from what they are made of. */
final class NodeReader {
    /** 1,024 tiles are 8 MiB of hashes: with them a proof in a log of 60 million entries reads at most one tile. */
    private static final int CACHED_TILES = 1_024;

    private static final String FULL = """
            select level, idx, hashes from audit.tile t
            join unnest($2::int[], $3::bigint[]) as wanted(l, i) on t.level = wanted.l and t.idx = wanted.i
            where log = $1""";
    private static final String LEAVES =
            "select leaf_hash as hash from audit.entry where log = $1 and idx >= $2 and idx < $3 order by idx";
    private static final String ROOTS =
            "select root as hash from audit.tile where log = $1 and level = $4 and idx >= $2 and idx < $3 order by idx";

    private final Pool pool;
    private final LogName log;
    private final Map<TileRef, List<Hash>> cache = Collections.synchronizedMap(new LeastRecentlyUsed());

    NodeReader(Pool pool, LogName log) {
        this.pool = pool;
        this.log = log;
    }

    /** The hashes {@code plan} asks for, in its order. */
    Uni<List<Hash>> resolve(ProofPlan plan) {
        return read(plan.tiles()).map(plan::resolve);
    }

    /** Each tile's hashes as far as there are any: 256 of a full one, fewer of one at the edge. */
    Uni<Map<TileRef, List<Hash>>> read(Collection<TileRef> wanted) {
        Map<TileRef, List<Hash>> found = new HashMap<>();
        List<TileRef> missing = new ArrayList<>();
        for (TileRef tile : wanted) {
            List<Hash> cached = cache.get(tile);
            if (cached == null) {
                missing.add(tile);
            } else {
                found.put(tile, cached);
            }
        }
        return missing.isEmpty() ? Uni.createFrom().item(found) : readFull(missing, found);
    }

    private Uni<Map<TileRef, List<Hash>>> readFull(List<TileRef> missing, Map<TileRef, List<Hash>> found) {
        Integer[] levels = missing.stream().map(TileRef::level).toArray(Integer[]::new);
        Long[] indexes = missing.stream().map(TileRef::index).toArray(Long[]::new);
        return pool.preparedQuery(FULL)
                .execute(Tuple.of(log.value(), levels, indexes))
                .chain(rows -> {
                    for (Row row : rows) {
                        TileRef tile = new TileRef(row.getInteger("level"), row.getLong("idx"));
                        List<Hash> hashes = List.copyOf(Tile.split(Rows.bytes(row, "hashes")));
                        cache.put(tile, hashes);
                        found.put(tile, hashes);
                    }
                    Uni<Map<TileRef, List<Hash>>> all = Uni.createFrom().item(found);
                    for (TileRef tile : missing) {
                        if (!found.containsKey(tile)) {
                            all = all.call(() -> readEdge(tile).invoke(hashes -> found.put(tile, hashes)));
                        }
                    }
                    return all;
                });
    }

    private Uni<List<Hash>> readEdge(TileRef tile) {
        long from = tile.index() * Tile.WIDTH;
        long to = from + Tile.WIDTH;
        Uni<RowSet<Row>> rows = tile.level() == 0
                ? pool.preparedQuery(LEAVES).execute(Tuple.of(log.value(), from, to))
                : pool.preparedQuery(ROOTS).execute(Tuple.of(log.value(), from, to, tile.level() - 1));
        return rows.map(hashes -> {
            List<Hash> edge = new ArrayList<>();
            hashes.forEach(row -> edge.add(Rows.hash(row, "hash")));
            return edge;
        });
    }

    private static final class LeastRecentlyUsed extends LinkedHashMap<TileRef, List<Hash>> {
        LeastRecentlyUsed() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<TileRef, List<Hash>> eldest) {
            return size() > CACHED_TILES;
        }
    }
}
