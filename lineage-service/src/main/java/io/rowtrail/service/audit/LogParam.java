package io.rowtrail.service.audit;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.LogName;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.security.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log a request names, of the caller's tenant; its event log when it names none. Who may know of some namespaces only
 * sees no meta log: that tells what others read.
 */
final class LogParam {
    private LogParam() {}

    static AuditLog of(AuditLogs logs, Caller caller, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return logs.events(caller.tenant());
        }
        try {
            return find(logs, caller, LogName.parse(name))
                    .orElseThrow(() -> Problem.notFound("no such log").exception());
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("log", "is no log's name").exception();
        }
    }

    static Optional<AuditLog> find(AuditLogs logs, Caller caller, LogName name) {
        return logs.byName(caller.tenant(), name)
                .filter(log -> caller.namespaces().isAll()
                        || log.name().equals(logs.events(caller.tenant()).name()));
    }
}
