package io.rowtrail.service.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.ShutdownEvent;
import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import io.rowtrail.service.AuditConfig;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Records who read content and who administered, in the meta log of the reader's tenant. The first read of a kind by a caller is recorded before
 * it is answered, and refused when that cannot be done; those that follow within the window are counted and recorded as one
 * when it ends.
 */
@ApplicationScoped
public class ReadLog {
    private static final int MOST_WINDOWS = 10_000;

    private final AuditLogs logs;
    private final AuditConfig config;
    private final Clock clock;
    private final Map<Reading, Window> windows = new LinkedHashMap<>();

    @Inject
    ReadLog(AuditLogs logs, AuditConfig config, Clock clock) {
        this.logs = logs;
        this.config = config;
        this.clock = clock;
    }

    /** Who reads what: an action such as {@code rows.traces} and the dataset or log it is of. */
    private record Reading(Tenant tenant, String actor, String action, String resource) {}

    private static final class Window {
        private final Instant since;
        private long more;

        Window(Instant since) {
            this.since = since;
        }
    }

    /**
     * Records a read that is about to be answered.
     *
     * @param tenant the reader's own, whose content it is
     * @param resource the log or dataset read; structural, no row values
     * @throws io.rowtrail.service.http.ProblemException 503 when it cannot be recorded
     */
    public void record(Tenant tenant, String actor, String action, String resource) {
        Reading reading = new Reading(tenant, actor, action, resource);
        Instant now = clock.instant();
        flushOlderThan(now.minus(config.readWindow()));
        synchronized (windows) {
            Window window = windows.get(reading);
            if (window != null) {
                window.more++;
                return;
            }
        }
        append(reading, now, now, 1);
        synchronized (windows) {
            if (windows.size() < MOST_WINDOWS) {
                windows.putIfAbsent(reading, new Window(now));
            }
        }
    }

    /**
     * Records what somebody is about to do that is no read: the making of a key, say.
     *
     * @param resource what it is done to
     * @throws io.rowtrail.service.http.ProblemException 503 when it cannot be recorded
     */
    public void act(Tenant tenant, String actor, String action, String resource) {
        Instant now = clock.instant();
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("v", 1);
        facts.put("action", action);
        facts.put("resource", resource);
        facts.put("at", now.toString());
        facts.put("id", UUID.randomUUID().toString());
        append(
                tenant,
                "audit.act",
                facts,
                Subject.of(action, Outcome.OK, actor).eventTime(now).build());
    }

    private void flushOlderThan(Instant limit) {
        Map<Reading, Window> ended = new LinkedHashMap<>();
        synchronized (windows) {
            windows.entrySet().removeIf(entry -> {
                boolean over = !entry.getValue().since.isAfter(limit);
                if (over && entry.getValue().more > 0) {
                    ended.put(entry.getKey(), entry.getValue());
                }
                return over;
            });
        }
        ended.forEach((reading, window) -> append(reading, window.since, clock.instant(), window.more));
    }

    void stop(@Observes @jakarta.annotation.Priority(1) ShutdownEvent event) {
        flushOlderThan(Instant.MAX);
    }

    private void append(Reading reading, Instant from, Instant to, long count) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("v", 1);
        facts.put("action", reading.action());
        facts.put("resource", reading.resource());
        facts.put("from", from.toString());
        facts.put("to", to.toString());
        facts.put("reads", Long.toString(count));
        facts.put("id", UUID.randomUUID().toString());
        Subject subject = Subject.of(reading.action(), Outcome.OK, reading.actor())
                .eventTime(to)
                .build();
        append(reading.tenant(), "audit.read", facts, subject);
    }

    private void append(Tenant tenant, String kind, ObjectNode facts, Subject subject) {
        Bytes text = Bytes.utf8(facts.toString());
        // Opened before the waiting begins: opening blocks, and the wait is on an event loop.
        AuditLog log = logs.meta(tenant);
        AppendResult result = Await.on(() -> log.append(Submission.of(kind, text, text, subject)));
        if (!(result instanceof AppendResult.Appended)) {
            throw Problem.unavailable("it could not be recorded, so it is not answered", 1)
                    .exception();
        }
    }
}
