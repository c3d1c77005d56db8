package io.rowtrail.audit.postgres;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events to append. */
final class Events {
    private Events() {}

    static Submission event(String id) {
        return Submission.of(
                "lineage.run",
                Bytes.utf8("{\"event\":\"" + id + "\",\"who\":\"someone\"}"),
                Bytes.utf8("{\"event\":\"" + id + "\"}"),
                Subject.of("run.complete", Outcome.OK, "local")
                        .trace(trace(id))
                        .run("run-" + id)
                        .dataset("iceberg://lake", "gold.revenue")
                        .eventTime(Instant.parse("2026-01-02T03:04:05.678901234Z"))
                        .build());
    }

    static String trace(String id) {
        return String.format("%032x", id.hashCode() & 0xffffffffL);
    }

    static List<Submission> events(String prefix, int count) {
        List<Submission> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(prefix + i));
        }
        return events;
    }
}
