package io.rowtrail.service.audit;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.EntryFilter;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.service.change.ChangeLookup;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.LogProgress;
import io.rowtrail.service.log.TenantProgress;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.tenant.Tenant;
import io.rowtrail.trace.TraceId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns what an auditor asks into a query with one answer for ever: pinned to a size a checkpoint was signed at, and with
 * the entries its trace concerns. A batch of changes concerns far too many traces to be found by each; for those the
 * change store knows the entries.
 */
@ApplicationScoped
class Questions {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AuditLogs logs;
    private final ChangeLookup changes;
    private final TenantProgress progress;
    private final Callers callers;

    @Inject
    Questions(AuditLogs logs, ChangeLookup changes, TenantProgress progress, Callers callers) {
        this.logs = logs;
        this.changes = changes;
        this.progress = progress;
        this.callers = callers;
    }

    /**
     * The query.
     *
     * @param pointer where the size stands in the request, for the problem it may be
     * @param size the size to pin it to, or null for that of a checkpoint signed now
     * @param after only entries with a higher index
     * @throws io.rowtrail.service.http.ProblemException 400 when no checkpoint was signed at that size, naming those
     *     nearest; 503 when the change store is too far behind the log to know a trace's entries
     */
    EntryQuery pinned(AuditLog log, String pointer, @Nullable Long size, long after, int limit, EntryFilter filter) {
        long pin = size == null ? Await.on(log::checkpoint).size() : signed(log, pointer, size);
        return new EntryQuery(pin, after, limit, withChanges(log, pin, filter));
    }

    private static long signed(AuditLog log, String pointer, long size) {
        if (Await.on(() -> log.checkpoint(size)).isPresent()) {
            return size;
        }
        List<Long> near = Await.on(() -> log.signedSizesNear(size));
        String nearest = near.isEmpty()
                ? "none was signed yet: ask for /api/v1/audit/checkpoint"
                : "the nearest signed: " + near.stream().map(String::valueOf).collect(Collectors.joining(", "));
        throw Problem.invalid(pointer, "no checkpoint was signed at size " + size + "; " + nearest)
                .exception();
    }

    private EntryFilter withChanges(AuditLog log, long size, EntryFilter filter) {
        String trace = filter.trace();
        if (trace == null) {
            return filter;
        }
        Tenant tenant = callers.current().tenant();
        boolean ofEvents = log.name().equals(logs.events(tenant).name());
        if (size > 0 && ofEvents && !stored(tenant, size - 1)) {
            throw Problem.unavailable("the change store is behind the log; it will know the trace's entries soon", 2)
                    .exception();
        }
        return filter.withTraceEntries(
                changes.entriesOf(new TraceId(trace), log.name().value()));
    }

    private boolean stored(Tenant tenant, long index) {
        LogProgress followed = progress.of(tenant);
        return Await.on(() -> followed.indexed(index, PATIENCE));
    }
}
