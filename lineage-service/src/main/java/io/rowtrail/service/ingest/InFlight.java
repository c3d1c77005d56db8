package io.rowtrail.service.ingest;

import io.rowtrail.service.http.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of bodies being worked on, so that many large ones at once cannot exhaust the heap. */
@ApplicationScoped
class InFlight {
    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    @Inject
    InFlight(IngestConfig config) {
        this.most = config.maxInFlight().asLongValue();
    }

    /** Takes room until the returned is closed; a single body always finds some. */
    Room take(long size) {
        long before = bytes.getAndAdd(size);
        if (before > 0 && before + size > most) {
            bytes.addAndGet(-size);
            throw Problem.unavailable("too much is being received at once", 1).exception();
        }
        return () -> bytes.addAndGet(-size);
    }

    /** Room taken. */
    interface Room extends AutoCloseable {
        @Override
        void close();
    }
}
