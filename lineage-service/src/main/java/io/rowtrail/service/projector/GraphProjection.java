package io.rowtrail.service.projector;

import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.GraphException;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.service.log.EventTimes;
import io.rowtrail.service.log.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * The lineage graph as a projection: folds the facts of {@code lineage.*} entries, position and all, in one go. An entry
 * that cannot be folded, because its facts are of a form this release cannot read or because the graph refuses them however
 * small the batch, is passed over, since stopping would hide all that follows: the graph counts it, the log names it.
 */
final class GraphProjection implements Projection {
    private static final Logger LOG = Logger.getLogger(GraphProjection.class);
    private static final String KINDS = "lineage.";

    private final String log;
    private final LineageGraph graph;
    private final BiConsumer<String, List<EventTimes.Place>> times;
    private final AtomicLong skipped = new AtomicLong();
    private long epoch;

    /** @param times takes when the events of a log say they happened */
    GraphProjection(String log, LineageGraph graph, BiConsumer<String, List<EventTimes.Place>> times) {
        this.log = log;
        this.graph = graph;
        this.times = times;
    }

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public String kinds() {
        return KINDS;
    }

    @Override
    public long position() {
        skipped.set(graph.skipped(log));
        return graph.position(log).nextIndex();
    }

    @Override
    public long skipped() {
        return skipped.get();
    }

    /** A graph that outlived the database it was projected from has seen higher epochs: then go on from those. */
    @Override
    public void lead(long newEpoch) {
        epoch = Math.max(newEpoch, graph.position(log).epoch() + 1);
    }

    @Override
    public void apply(List<FollowedEntry> entries) {
        List<LoggedFacts> facts = new ArrayList<>();
        long unreadable = 0;
        for (FollowedEntry entry : entries) {
            if (entry.kind().startsWith(KINDS) && !read(entry, facts)) {
                unreadable++;
            }
        }
        long from = entries.get(0).name().index();
        long to = entries.get(entries.size() - 1).name().index() + 1;
        // before the fold, so that all below the graph's position is there; adding it twice changes nothing
        times.accept(
                log,
                facts.stream()
                        .map(fact -> new EventTimes.Place(
                                fact.facts().eventTime(), fact.entry().index()))
                        .toList());
        fold(new Batch(log, epoch, from, to, facts, unreadable));
    }

    private boolean read(FollowedEntry entry, List<LoggedFacts> into) {
        try {
            into.add(LoggedFacts.read(
                    new EntryRef(log, entry.name().index()),
                    entry.recordedAt(),
                    entry.facts().toByteArray()));
            return true;
        } catch (IllegalArgumentException e) {
            LOG.errorf(
                    e,
                    "event=entry-not-folded log=%s index=%d why=facts-unreadable",
                    log,
                    entry.name().index());
            return false;
        }
    }

    /** Halves a batch the graph refuses, down to the one entry that is to blame. */
    private void fold(Batch batch) {
        try {
            requireFolded(batch, graph.apply(batch));
        } catch (GraphException.Refused e) {
            refused(batch, e);
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            // a fault of the fold itself, which only some events meet
            refused(batch, e);
        }
    }

    private void refused(Batch batch, RuntimeException why) {
        List<LoggedFacts> facts = batch.facts();
        if (facts.isEmpty()) {
            throw why;
        }
        if (facts.size() == 1) {
            // taken without it, the graph is well and the entry is what it does not take
            fold(new Batch(log, epoch, batch.fromIndex(), batch.toIndex(), List.of(), batch.skipped() + 1));
            LOG.errorf(
                    why,
                    "event=entry-not-folded log=%s index=%d why=refused",
                    log,
                    facts.get(0).entry().index());
            return;
        }
        int half = facts.size() / 2;
        long middle = facts.get(half).entry().index();
        fold(new Batch(log, epoch, batch.fromIndex(), middle, facts.subList(0, half), batch.skipped()));
        fold(new Batch(log, epoch, middle, batch.toIndex(), facts.subList(half, facts.size())));
    }

    private void requireFolded(Batch batch, Applied applied) {
        if (applied instanceof Applied.StaleEpoch stale) {
            throw new IllegalStateException(
                    "a projector of epoch " + stale.position().epoch() + " has taken over from epoch " + epoch);
        }
        if (applied instanceof Applied.UnexpectedIndex unexpected) {
            throw new IllegalStateException(
                    "the graph stands at " + unexpected.position().nextIndex() + ", not at " + batch.fromIndex());
        }
        skipped.addAndGet(batch.skipped());
    }
}
