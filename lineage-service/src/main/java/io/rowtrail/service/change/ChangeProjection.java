package io.rowtrail.service.change;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.audit.Payload;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.Projection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The change store as a projection of the log: reads the batch from each entry of kind {@code changes} and writes it with
 * the position. An erased payload leaves its ordinals without traces, which is what erasing it was for.
 */
final class ChangeProjection implements Projection {
    /** The kind of entry that holds a change batch. */
    static final String KIND = "changes";

    private static final Logger LOG = Logger.getLogger(ChangeProjection.class);

    private final short tenant;
    private final AuditLog log;
    private final Sources sources;
    private final ChangeWriter writer;
    private final PositionReader positions;

    /** Reads the stored position of this projection. */
    interface PositionReader {
        long position();
    }

    ChangeProjection(short tenant, AuditLog log, Sources sources, ChangeWriter writer, PositionReader positions) {
        this.tenant = tenant;
        this.log = log;
        this.sources = sources;
        this.writer = writer;
        this.positions = positions;
    }

    @Override
    public String name() {
        return ChangeWriter.FOLLOWER;
    }

    /** What it needs is in the payload: facts hold no trace ids. */
    @Override
    public String kinds() {
        return KIND;
    }

    @Override
    public long position() {
        return positions.position();
    }

    /** The position itself fences: it moves only from where this leader believes it to be. */
    @Override
    public void lead(long epoch) {}

    @Override
    public void apply(List<FollowedEntry> entries) {
        long at = entries.get(0).name().index();
        for (FollowedEntry entry : entries) {
            if (!entry.kind().equals(KIND)) {
                continue;
            }
            long index = entry.name().index();
            skip(at, index);
            at = applyOne(index) ? index + 1 : index;
        }
        skip(at, entries.get(entries.size() - 1).name().index() + 1);
    }

    private void skip(long from, long to) {
        if (to > from) {
            Await.on(() -> writer.skip(log.name().value(), from, to));
        }
    }

    private boolean applyOne(long index) {
        Entry entry = Await.on(() -> log.entry(index)).orElseThrow();
        Payload payload = entry.payload();
        if (payload == null) {
            LOG.infof("event=changes-erased index=%d", index);
            return false;
        }
        ChangeBatchReader.Read read =
                ChangeBatchReader.read(StrictJson.parse(payload.stored().utf8()));
        if (!(read instanceof ChangeBatchReader.Read.Valid valid)) {
            // Accepted by an older, laxer reader; an entry cannot be refused any more, and one must not stop the rest.
            LOG.errorf("event=changes-unreadable index=%d", index);
            return false;
        }
        Sources.Numbers numbers = Await.on(() -> sources.register(tenant, valid.batch()));
        int conflicts = Await.on(() -> writer.apply(entry.name(), valid.batch(), numbers));
        if (conflicts > 0) {
            LOG.errorf("event=changes-conflict index=%d transactions=%d", index, conflicts);
        }
        return true;
    }
}
