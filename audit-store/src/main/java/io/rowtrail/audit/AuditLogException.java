package io.rowtrail.audit;

import org.jspecify.annotations.Nullable;

/** The log could not do what it should: storage failed, or what is stored is not what was signed. */
public class AuditLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AuditLogException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The stored log is behind or inconsistent with a checkpoint that was signed: nothing is signed any more. */
    public static final class RollbackDetected extends AuditLogException {
        private static final long serialVersionUID = 1L;

        public RollbackDetected(String message) {
            super("ROLLBACK_DETECTED: " + message, null);
        }
    }

    /** The caller asked about a tree larger than the log. */
    public static final class BeyondTheLog extends AuditLogException {
        private static final long serialVersionUID = 1L;

        public BeyondTheLog(long asked, long size) {
            super("asked for size " + asked + ", the log has " + size, null);
        }
    }

    /** Stored bytes do not hash to what the log committed to. */
    public static final class Tampered extends AuditLogException {
        private static final long serialVersionUID = 1L;

        public Tampered(String what, String expected, String found) {
            super("TAMPERED: " + what + ": expected " + expected + ", found " + found, null);
        }
    }
}
