package io.rowtrail.service.audit;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.LogName;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.log.AuditLogs;
import org.jspecify.annotations.Nullable;

/** The log a request names; the event log when it names none. */
final class LogParam {
    private LogParam() {}

    static AuditLog of(AuditLogs logs, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return logs.events();
        }
        try {
            return logs.byName(LogName.parse(name))
                    .orElseThrow(() -> Problem.notFound("no such log").exception());
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("log", "is no log's name").exception();
        }
    }
}
