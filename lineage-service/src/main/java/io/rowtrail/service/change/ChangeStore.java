package io.rowtrail.service.change;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.Followers;
import io.rowtrail.service.log.Projection;
import io.rowtrail.service.tenant.Tenant;
import io.rowtrail.service.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;

/** The change store as the rest of the service sees its writing side. */
@ApplicationScoped
public class ChangeStore {
    private final Sources sources;
    private final ChangeWriter writer;
    private final Followers followers;
    private final Tenants tenants;

    @Inject
    ChangeStore(Sources sources, ChangeWriter writer, Followers followers, Tenants tenants) {
        this.sources = sources;
        this.writer = writer;
        this.followers = followers;
        this.tenants = tenants;
    }

    /** The projection that fills the store from the event log of a tenant there is. */
    public Projection projection(Tenant tenant, AuditLog log) {
        Short number = Objects.requireNonNull(Await.on(() -> tenants.number(tenant)));
        return new ChangeProjection(
                number, log, sources, writer, () -> followers.storedPosition(ChangeWriter.FOLLOWER, log));
    }
}
