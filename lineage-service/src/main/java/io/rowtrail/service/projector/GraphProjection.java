package io.rowtrail.service.projector;

import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.graph.Applied;
import io.rowtrail.graph.Batch;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LineageGraph;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.service.log.Projection;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The lineage graph as a projection: folds the facts of {@code lineage.*} entries, position and all, in one go. */
final class GraphProjection implements Projection {
    private static final Logger LOG = Logger.getLogger(GraphProjection.class);
    private static final String KINDS = "lineage.";

    private final String log;
    private final LineageGraph graph;
    private long epoch;

    GraphProjection(String log, LineageGraph graph) {
        this.log = log;
        this.graph = graph;
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
        return graph.position(log).nextIndex();
    }

    /** A graph that outlived the database it was projected from has seen higher epochs: then go on from those. */
    @Override
    public void lead(long newEpoch) {
        epoch = Math.max(newEpoch, graph.position(log).epoch() + 1);
    }

    @Override
    public void apply(List<FollowedEntry> entries) {
        List<LoggedFacts> facts = new ArrayList<>();
        for (FollowedEntry entry : entries) {
            if (entry.kind().startsWith(KINDS)) {
                read(entry, facts);
            }
        }
        long from = entries.get(0).name().index();
        long to = entries.get(entries.size() - 1).name().index() + 1;
        Applied applied = graph.apply(new Batch(log, epoch, from, to, facts));
        if (applied instanceof Applied.StaleEpoch stale) {
            throw new IllegalStateException(
                    "a projector of epoch " + stale.position().epoch() + " has taken over from epoch " + epoch);
        }
        if (applied instanceof Applied.UnexpectedIndex unexpected) {
            throw new IllegalStateException(
                    "the graph stands at " + unexpected.position().nextIndex() + ", not at " + from);
        }
    }

    /** Facts of a form this release cannot read are told and passed over: stopping would hide all that follows. */
    private void read(FollowedEntry entry, List<LoggedFacts> into) {
        try {
            into.add(LoggedFacts.of(
                    new EntryRef(log, entry.name().index()),
                    entry.recordedAt(),
                    FactsCodec.decode(entry.facts().toByteArray())));
        } catch (IllegalArgumentException e) {
            LOG.errorf(e, "event=facts-unreadable index=%d", entry.name().index());
        }
    }
}
