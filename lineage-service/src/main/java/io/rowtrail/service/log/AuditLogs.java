package io.rowtrail.service.log;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.LogName;
import io.rowtrail.service.tenant.Tenant;
import java.util.Optional;

/**
 * The logs this service keeps: two a tenant, none of which knows of another. The first call for a tenant opens its logs,
 * making them if they are new, and blocks meanwhile: call from a thread that may block. A tenant is taken at its word:
 * whether there is such a tenant is for {@code security} to know.
 *
 * <p>All methods fail with {@link io.rowtrail.audit.AuditLogException} when a log cannot be opened; the next call tries
 * again. What they return stays good for as long as it is held.
 */
public interface AuditLogs {
    /** The log of a tenant's events and changes. */
    AuditLog events(Tenant tenant);

    /** The log of what was done with the other one: reads of its content, evidence made from it. */
    AuditLog meta(Tenant tenant);

    /** That of the tenant's two logs which has this name, or empty: another tenant's log is none. */
    Optional<AuditLog> byName(Tenant tenant, LogName name);

    /**
     * Why the event log of {@link Tenant#DEFAULT} takes no entries any more, though it can be read: another service has
     * opened it, or its database was put back to an earlier state. Empty when all is well.
     */
    Optional<String> refusal();
}
