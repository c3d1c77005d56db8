package io.rowtrail.audit.postgres;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.Node.TileRef;
import io.rowtrail.audit.merkle.Tile;
import io.rowtrail.audit.merkle.TilePath;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** The log as C2SP tlog-tiles serves it. */
final class TileReader {
    private static final String LEAVES = "select e.idx, " + StoredLeaf.COLUMNS + " from audit.entry e" + StoredLeaf.JOIN
            + "where e.log = $1 and e.idx >= $2 and e.idx < $3 order by e.idx";

    private final Pool pool;
    private final LogName log;
    private final NodeReader nodes;

    TileReader(Pool pool, LogName log, NodeReader nodes) {
        this.pool = pool;
        this.log = log;
        this.nodes = nodes;
    }

    Uni<Optional<Bytes>> read(TilePath path) {
        return path.level() == TilePath.ENTRIES ? entries(path) : hashes(path);
    }

    private Uni<Optional<Bytes>> hashes(TilePath path) {
        TileRef tile = new TileRef(path.level(), path.index());
        return nodes.read(List.of(tile)).map(tiles -> {
            List<Hash> hashes = tiles.getOrDefault(tile, List.of());
            return hashes.size() < path.width()
                    ? Optional.empty()
                    : Optional.of(Bytes.of(Tile.join(hashes.subList(0, path.width()))));
        });
    }

    /** Each leaf behind its length in two bytes, big-endian. */
    private Uni<Optional<Bytes>> entries(TilePath path) {
        long from = path.index() * Tile.WIDTH;
        return pool.preparedQuery(LEAVES)
                .execute(Tuple.of(log.value(), from, from + path.width()))
                .map(rows -> {
                    if (rows.size() < path.width()) {
                        return Optional.empty();
                    }
                    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
                    for (Row row : rows) {
                        byte[] leaf = StoredLeaf.of(
                                        row,
                                        EntryName.of(log, row.getLong("idx")).toString())
                                .toByteArray();
                        bundle.write(leaf.length >> 8);
                        bundle.write(leaf.length);
                        bundle.writeBytes(leaf);
                    }
                    return Optional.of(Bytes.of(bundle.toByteArray()));
                });
    }
}
