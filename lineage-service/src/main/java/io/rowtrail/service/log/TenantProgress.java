package io.rowtrail.service.log;

import io.rowtrail.service.tenant.Tenant;

/** How far what follows each tenant's event log has come. */
public interface TenantProgress {
    /**
     * That of a tenant there is. The first call for a tenant has its log followed, and blocks meanwhile: call from a thread
     * that may block.
     */
    LogProgress of(Tenant tenant);
}
