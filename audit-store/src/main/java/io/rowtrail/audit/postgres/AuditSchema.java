package io.rowtrail.audit.postgres;

/**
 * Where the migrations of the audit schema are, for whoever runs them as the owner. They have version numbers from 1001
 * on and make everything in a schema of their own.
 */
public final class AuditSchema {
    /** Flyway location. */
    public static final String LOCATION = "classpath:db/audit";

    /** Flyway placeholder to be set to the role of the service at work. */
    public static final String WRITER_PLACEHOLDER = "writer";

    /** The schema of all tables. */
    static final String SCHEMA = "audit";

    private AuditSchema() {}
}
