package io.rowtrail.service.log;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.LogName;
import java.util.Optional;

/** The logs this service keeps. */
public interface AuditLogs {
    /** The log of events and changes. */
    AuditLog events();

    /** The log of what was done with the other one: reads of its content, evidence made from it. */
    AuditLog meta();

    /** The log of a name, or empty. */
    default Optional<AuditLog> byName(LogName name) {
        if (events().name().equals(name)) {
            return Optional.of(events());
        }
        return meta().name().equals(name) ? Optional.of(meta()) : Optional.empty();
    }
}
