package io.rowtrail.service.change;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.service.log.Followers;
import io.rowtrail.service.log.Projection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The change store as the rest of the service sees its writing side. */
@ApplicationScoped
public class ChangeStore {
    private final Sources sources;
    private final ChangeWriter writer;
    private final Followers followers;

    @Inject
    ChangeStore(Sources sources, ChangeWriter writer, Followers followers) {
        this.sources = sources;
        this.writer = writer;
        this.followers = followers;
    }

    /** The projection that fills the store from a log. */
    public Projection projection(AuditLog log) {
        return new ChangeProjection(log, sources, writer, () -> followers.storedPosition(ChangeWriter.FOLLOWER, log));
    }
}
