package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Checkpoint;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.EntryPage;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.audit.LogIdentity;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.Submission;
import io.rowtrail.audit.merkle.ConsistencyProof;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.InclusionProof;
import io.rowtrail.audit.merkle.Node.TileRef;
import io.rowtrail.audit.merkle.ProofPlan;
import io.rowtrail.audit.merkle.Tile;
import io.rowtrail.audit.merkle.TilePath;
import io.rowtrail.audit.note.TreeHead;
import io.rowtrail.audit.seal.Sealer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A log kept in PostgreSQL. Any number of replicas may have it open and append: they take turns at the log's fence, and
 * each checks that what the others appended continues what it knew. Opening it raises the log's epoch, at which producers
 * send again what no checkpoint covers yet; the others adopt it.
 */
public final class PostgresAuditLog implements AuditLog, AutoCloseable {
    private static final String REMEMBER =
            "insert into audit.checkpoint (log, size, note, signed_at) values ($1, $2, $3, $4) on conflict do nothing";

    private static final String SIGNED_NEAR = """
            select size from (select max(size) as size from audit.checkpoint where log = $1 and size <= $2
              union select min(size) from audit.checkpoint where log = $1 and size >= $2) near
            where size is not null order by size""";

    private static final String REMEMBERED = "select note from audit.checkpoint where log = $1 and size = $2";

    private final Pool pool;
    private final LogIdentity identity;
    private final LogName log;
    private final Parts parts;
    private final Executor executor;
    private final Clock clock;

    PostgresAuditLog(Pool pool, LogIdentity identity, LogName log, Parts parts, Executor executor, Clock clock) {
        this.pool = pool;
        this.identity = identity;
        this.log = log;
        this.parts = parts;
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * Opens the log, making it if it is new. The schema must be there ({@link AuditSchema}).
     *
     * <p>A log whose stored tree does not continue the last checkpoint signed still opens, for reading:
     * {@link #refusal} tells why, appends answer {@link AppendResult.Unavailable} and {@link #checkpoint} fails.
     *
     * @param pool connects as the writer role
     * @param sessions knows this package's entities; for reads and the register of keys
     * @param executor does the hashing, and hands out all answers; its threads block now and then and so must be plain
     *     ones, at least two, not an event loop's
     */
    public static Uni<PostgresAuditLog> open(
            Pool pool, Mutiny.SessionFactory sessions, LogSettings settings, Executor executor, Clock clock) {
        return new Opening(pool, sessions, settings, executor, clock).open();
    }

    /** Why the log takes no entries and signs nothing, or empty when all is well. */
    public Optional<String> refusal() {
        return parts.sequencer().halted();
    }

    /** How far apart from the database the memory of signed checkpoints is kept. */
    public String forkSafety() {
        return parts.forkSafety();
    }

    /**
     * Derives everything stored anew from the leaves and says what does not fit; reads the whole log. Damage is in the
     * report, not a failure.
     */
    public Uni<InspectionReport> inspect() {
        return answer(parts.tree().head())
                .chain(head -> answer(new Inspection(pool, log, parts.sealer(), executor).run(head)));
    }

    @Override
    public LogName name() {
        return log;
    }

    @Override
    public LogIdentity identity() {
        return identity;
    }

    @Override
    public Uni<AppendResult> append(Submission submission) {
        return parts.sequencer().append(submission);
    }

    @Override
    public Uni<List<AppendResult>> append(List<Submission> submissions) {
        return submissions.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(submissions.stream().map(this::append).toList())
                        .andFailFast();
    }

    @Override
    public Uni<Long> size() {
        return answer(parts.tree().head().map(Head::size));
    }

    @Override
    public Uni<Optional<Entry>> entry(long index) {
        return answer(parts.entries().entry(index))
                .map(stored -> stored.map(found -> parts.entries().check(found)));
    }

    @Override
    public Uni<EntryPage> entries(EntryQuery query) {
        return answer(parts.tree().head().chain(head -> parts.entries().page(query, head.size())));
    }

    @Override
    public Uni<List<FollowedEntry>> follow(long from, int limit, String kinds) {
        if (from < 0 || limit < 1 || limit > EntryQuery.MAX_LIMIT) {
            throw new IllegalArgumentException("from 0 on, 1 to " + EntryQuery.MAX_LIMIT + " at a time");
        }
        return answer(parts.follow().rows(from, limit, kinds))
                .map(rows -> parts.follow().entries(rows, kinds));
    }

    @Override
    public Uni<Checkpoint> checkpoint() {
        return answer(parts.tree().head()).map(this::sign).chain(signed -> {
            Checkpoint checkpoint = signed.checkpoint();
            return signed.fresh()
                    ? answer(pool.preparedQuery(REMEMBER)
                            .execute(Tuple.of(
                                    log.value(), checkpoint.size(), checkpoint.note(), Rows.time(clock.instant())))
                            .replaceWith(checkpoint))
                    : Uni.createFrom().item(checkpoint);
        });
    }

    private CheckpointSigner.Signed sign(Head head) {
        try {
            return parts.signer().sign(head);
        } catch (AuditLogException.RollbackDetected e) {
            parts.sequencer().halt(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    @Override
    public Uni<Optional<Checkpoint>> checkpoint(long size) {
        Optional<Checkpoint> newest = parts.signer().newest(size);
        return newest.isPresent() ? Uni.createFrom().item(newest) : remembered(size);
    }

    private Uni<Optional<Checkpoint>> remembered(long size) {
        return answer(pool.preparedQuery(REMEMBERED)
                .execute(Tuple.of(log.value(), size))
                .map(rows -> {
                    RowIterator<Row> row = rows.iterator();
                    return row.hasNext() ? Optional.of(checkpoint(row.next().getString("note"))) : Optional.empty();
                }));
    }

    @Override
    public Uni<List<Long>> signedSizesNear(long size) {
        return answer(pool.preparedQuery(SIGNED_NEAR)
                .execute(Tuple.of(log.value(), size))
                .map(rows -> {
                    List<Long> sizes = new ArrayList<>();
                    rows.forEach(row -> sizes.add(row.getLong("size")));
                    return sizes;
                }));
    }

    private static Checkpoint checkpoint(String note) {
        TreeHead head = TreeHead.parse(note);
        return new Checkpoint(head.origin(), head.size(), head.root(), note);
    }

    @Override
    public Uni<String> attest(String subject, Hash digest) {
        return Uni.createFrom()
                .item(() -> parts.signer().attest(subject, digest))
                .runSubscriptionOn(executor);
    }

    @Override
    public Uni<InclusionProof> inclusionProof(long index, long size) {
        return inclusionProofs(List.of(index), size).map(proofs -> proofs.get(0));
    }

    @Override
    public Uni<List<InclusionProof>> inclusionProofs(List<Long> indexes, long size) {
        Set<TileRef> tiles = new LinkedHashSet<>();
        for (long index : indexes) {
            tiles.add(new TileRef(0, index / Tile.WIDTH));
            tiles.addAll(ProofPlan.inclusion(index, size).tiles());
        }
        return within(size)
                .chain(() -> answer(parts.nodes().read(tiles))
                        .map(found -> indexes.stream()
                                .map(index -> inclusionProof(index, size, found))
                                .toList()));
    }

    private static InclusionProof inclusionProof(long index, long size, Map<TileRef, List<Hash>> tiles) {
        List<Hash> own = tiles.getOrDefault(new TileRef(0, index / Tile.WIDTH), List.of());
        List<Hash> path = ProofPlan.inclusion(index, size).resolve(tiles);
        return new InclusionProof(index, size, own.get((int) (index % Tile.WIDTH)), path);
    }

    @Override
    public Uni<ConsistencyProof> consistencyProof(long first, long second) {
        ProofPlan plan = ProofPlan.consistency(first, second);
        return within(second)
                .chain(() -> answer(parts.nodes().resolve(plan)))
                .map(path -> new ConsistencyProof(first, second, path));
    }

    @Override
    public Uni<Optional<Bytes>> tile(String path) {
        return TilePath.parse(path)
                .map(tile -> answer(parts.tiles().read(tile)))
                .orElse(Uni.createFrom().item(Optional.empty()));
    }

    /** Stops taking entries. The pool and the session factory stay open: they are the caller's. */
    @Override
    public void close() {
        parts.sequencer().halt("the log is closed");
    }

    private Uni<Void> within(long size) {
        return answer(parts.tree().head())
                .invoke(head -> {
                    if (size > head.size()) {
                        throw new AuditLogException.BeyondTheLog(size, head.size());
                    }
                })
                .replaceWithVoid();
    }

    private <T> Uni<T> answer(Uni<T> read) {
        return read.emitOn(executor)
                .onFailure(failure -> !(failure instanceof AuditLogException))
                .transform(failure -> new AuditLogException("the database did not answer as it should", failure));
    }

    /** What an open log consists of. */
    record Parts(
            Sequencer sequencer,
            CheckpointSigner signer,
            TreeReader tree,
            NodeReader nodes,
            EntryReader entries,
            FollowReader follow,
            Sealer sealer,
            TileReader tiles,
            String forkSafety) {}
}
