package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.keys.LogKeys;
import io.rowtrail.audit.merkle.TreeHasher;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a log was written with. A key directory that was lost and made anew is noticed here, before the log signs
 * with a key nobody knows or takes repeats for new.
 */
final class LogKeyRegister {
    private final Mutiny.SessionFactory sessions;
    private final LogName log;

    LogKeyRegister(Mutiny.SessionFactory sessions, LogName log) {
        this.sessions = sessions;
        this.log = log;
    }

    /** Enters the keys of a new log, or checks that they are those it has; gives its verifier keys, newest first. */
    Uni<List<String>> agree(LogKeys keys, Instant now) {
        LogKeyRow note = row(
                LogKeyRow.NOTE,
                fingerprint(keys.note().verifierKey()),
                keys.note().verifierKey(),
                now);
        LogKeyRow identity = row(LogKeyRow.IDENTITY, keys.identity().fingerprint(), null, now);
        // Another replica may enter the same keys at the same moment: then they are there to be compared with.
        return Uni.createFrom()
                .deferred(() -> agree(note, identity, keys))
                .onFailure(failure -> !(failure instanceof AuditLogException))
                .retry()
                .atMost(2);
    }

    private Uni<List<String>> agree(LogKeyRow note, LogKeyRow identity, LogKeys keys) {
        return sessions.withStatelessTransaction((session, transaction) -> session.createSelectionQuery(
                        "from LogKeyRow where log = :log order by validFrom desc, fingerprint", LogKeyRow.class)
                .setParameter("log", log.value())
                .getResultList()
                .chain(known -> {
                    if (known.isEmpty()) {
                        return session.insertAll(note, identity)
                                .replaceWith(List.of(keys.note().verifierKey()));
                    }
                    require(known, note, "note.key is not a key this log was signed with");
                    require(known, identity, "identity.key is not the key this log recognises repeats by");
                    return Uni.createFrom().item(verifierKeys(known));
                }));
    }

    private static void require(List<LogKeyRow> known, LogKeyRow key, String otherwise) {
        boolean found = known.stream()
                .anyMatch(row -> row.purpose.equals(key.purpose) && row.fingerprint.equals(key.fingerprint));
        if (!found) {
            throw new AuditLogException(otherwise + "; put the log's key directory back", null);
        }
    }

    private static List<String> verifierKeys(List<LogKeyRow> known) {
        List<String> keys = new ArrayList<>();
        for (LogKeyRow row : known) {
            if (row.verifierKey != null) {
                keys.add(row.verifierKey);
            }
        }
        return keys;
    }

    private LogKeyRow row(String purpose, String fingerprint, @Nullable String verifierKey, Instant now) {
        LogKeyRow row = new LogKeyRow();
        row.log = log.value();
        row.purpose = purpose;
        row.fingerprint = fingerprint;
        row.verifierKey = verifierKey;
        row.validFrom = now;
        return row;
    }

    private static String fingerprint(String verifierKey) {
        return TreeHasher.sha256(verifierKey.getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 16);
    }
}
