package io.rowtrail.service.http;

import org.jspecify.annotations.Nullable;

/** A thread at work for a client who may leave; it is interrupted at most once, and never after its work is done. */
final class Presence {
    private @Nullable Thread worker;

    Presence(Thread worker) {
        this.worker = worker;
    }

    /** The client has left. */
    synchronized void left() {
        if (worker != null) {
            worker.interrupt();
            worker = null;
        }
    }

    /** Whether the client left while the work went on; until the work is done. */
    synchronized boolean hasLeft() {
        return worker == null;
    }

    /** The work is done; called by the worker. An interrupt that came too late is taken back. */
    synchronized void done() {
        if (worker == null) {
            Thread.interrupted();
        }
        worker = null;
    }
}
