package io.rowtrail.service.audit;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.evidence.EvidencePacks;
import io.rowtrail.audit.evidence.EvidenceReceipt;
import io.rowtrail.audit.evidence.EvidenceRequest;
import io.rowtrail.service.AuditConfig;
import io.rowtrail.service.http.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Evidence packs being written or waiting to be fetched; no more than a bound, the oldest finished one makes room. */
@ApplicationScoped
class EvidenceJobs {
    private static final Logger LOG = Logger.getLogger(EvidenceJobs.class);
    private static final int MOST = 50;
    private static final int MOST_RUNNING = 4;

    private final Path directory;
    private final Map<UUID, Job> jobs = new LinkedHashMap<>();

    @Inject
    EvidenceJobs(AuditConfig config) {
        this.directory = config.evidenceDirectory().toAbsolutePath();
    }

    /** How a pack stands. */
    sealed interface Job {
        /** Being written. */
        record Running() implements Job {}

        /** To be fetched. */
        record Done(EvidenceReceipt receipt) implements Job {}

        /** Could not be written. */
        record Failed(String why) implements Job {}
    }

    /** Begins to write a pack. */
    UUID start(AuditLog log, EvidenceRequest request) {
        UUID id = UUID.randomUUID();
        synchronized (jobs) {
            long running =
                    jobs.values().stream().filter(Job.Running.class::isInstance).count();
            if (running >= MOST_RUNNING) {
                throw Problem.unavailable("other evidence packs are being written", 5)
                        .exception();
            }
            makeRoom();
            jobs.put(id, new Job.Running());
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory of evidence packs", e);
        }
        new EvidencePacks(log)
                .write(request, directory.resolve(id + ".zip"))
                .subscribe()
                .with(receipt -> set(id, new Job.Done(receipt)), failure -> {
                    LOG.warnf(failure, "event=evidence-failed id=%s", id);
                    set(id, new Job.Failed(String.valueOf(failure.getMessage())));
                });
        return id;
    }

    Optional<Job> job(UUID id) {
        synchronized (jobs) {
            return Optional.ofNullable(jobs.get(id));
        }
    }

    private void set(UUID id, Job job) {
        synchronized (jobs) {
            jobs.put(id, job);
        }
    }

    private void makeRoom() {
        for (Iterator<Job> all = jobs.values().iterator(); jobs.size() >= MOST && all.hasNext(); ) {
            Job job = all.next();
            if (job instanceof Job.Running) {
                continue;
            }
            if (job instanceof Job.Done done) {
                delete(done.receipt().file());
            }
            all.remove();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warnf(e, "event=evidence-not-deleted file=%s", file.getFileName());
        }
    }
}
