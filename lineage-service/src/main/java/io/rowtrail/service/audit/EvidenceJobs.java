package io.rowtrail.service.audit;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.evidence.EvidencePacks;
import io.rowtrail.audit.evidence.EvidenceReceipt;
import io.rowtrail.audit.evidence.EvidenceRequest;
import io.rowtrail.service.AuditConfig;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Evidence packs being written or waiting to be fetched; no more than a bound for each tenant, whose oldest finished one
 * makes room.
 */
@ApplicationScoped
class EvidenceJobs {
    private static final Logger LOG = Logger.getLogger(EvidenceJobs.class);
    private static final int MOST = 50;
    private static final int MOST_RUNNING = 4;

    private final Path directory;
    private final Map<Tenant, Map<UUID, Job>> jobs = new HashMap<>();

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

        /** Could not be written; why is in the service's own log. */
        record Failed() implements Job {}
    }

    /** Begins to write a pack of a tenant's. */
    UUID start(Tenant tenant, AuditLog log, EvidenceRequest request) {
        UUID id = UUID.randomUUID();
        synchronized (jobs) {
            Map<UUID, Job> own = jobs.computeIfAbsent(tenant, key -> new LinkedHashMap<>());
            long running =
                    own.values().stream().filter(Job.Running.class::isInstance).count();
            if (running >= MOST_RUNNING) {
                throw Problem.unavailable("other evidence packs are being written", 5)
                        .exception();
            }
            makeRoom(own);
            own.put(id, new Job.Running());
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory of evidence packs", e);
        }
        new EvidencePacks(log)
                .write(request, directory.resolve(id + ".zip"))
                .subscribe()
                .with(receipt -> set(tenant, id, new Job.Done(receipt)), failure -> {
                    LOG.warnf(failure, "event=evidence-failed id=%s", id);
                    set(tenant, id, new Job.Failed());
                });
        return id;
    }

    Optional<Job> job(Tenant tenant, UUID id) {
        synchronized (jobs) {
            return Optional.ofNullable(jobs.getOrDefault(tenant, Map.of()).get(id));
        }
    }

    private void set(Tenant tenant, UUID id, Job job) {
        synchronized (jobs) {
            jobs.computeIfAbsent(tenant, key -> new LinkedHashMap<>()).put(id, job);
        }
    }

    private static void makeRoom(Map<UUID, Job> own) {
        for (Iterator<Job> all = own.values().iterator(); own.size() >= MOST && all.hasNext(); ) {
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
