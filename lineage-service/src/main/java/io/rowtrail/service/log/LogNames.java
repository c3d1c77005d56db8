package io.rowtrail.service.log;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.LogName;
import io.rowtrail.service.tenant.Tenant;

/**
 * What tenants' logs are called: the tenant's slug, that of the default tenant as it is configured; the meta log the same
 * with {@code -meta} behind.
 *
 * @param ofDefault the event log of the default tenant
 */
record LogNames(LogName ofDefault) {
    LogName events(Tenant tenant) {
        if (tenant.equals(Tenant.DEFAULT)) {
            return ofDefault;
        }
        LogName own = LogName.parse(tenant.slug());
        if (own.equals(ofDefault) || own.equals(meta(ofDefault))) {
            throw new AuditLogException("the log " + own + " is the default tenant's", null);
        }
        return own;
    }

    LogName meta(Tenant tenant) {
        return meta(events(tenant));
    }

    private static LogName meta(LogName events) {
        return LogName.parse(events + "-meta");
    }
}
