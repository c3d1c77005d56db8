package io.rowtrail.service.ingest;

import io.rowtrail.service.http.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of bodies being received and worked on, so that many large ones at once cannot exhaust the heap. */
@ApplicationScoped
public class InFlight {
    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    @Inject
    InFlight(IngestConfig config) {
        this.most = config.maxInFlight().asLongValue();
    }

    /** Room for one body, none yet. */
    public Room room() {
        return new Room();
    }

    /** Room taken by one body. Not for use by several threads at once. */
    public final class Room implements AutoCloseable {
        private long held;

        private Room() {}

        /** Takes more, or throws the problem 503; a body that is alone always finds room. */
        public void grow(long size) {
            long before = bytes.getAndAdd(size);
            if (before > held && before + size > most) {
                bytes.addAndGet(-size);
                throw Problem.unavailable("too much is being received at once", 1)
                        .exception();
            }
            held += size;
        }

        @Override
        public void close() {
            bytes.addAndGet(-held);
            held = 0;
        }
    }
}
