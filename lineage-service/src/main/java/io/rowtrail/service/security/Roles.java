package io.rowtrail.service.security;

import java.util.Set;

/** The roles a principal may hold, as the public contract names them. Holding one implies no other. */
public final class Roles {
    /** Sends events and changes. */
    public static final String PRODUCER = "producer";
    /** Reads lineage and traces, without row values. */
    public static final String ENGINEER = "engineer";
    /** Reads row keys and values. */
    public static final String ROWS = "rows";
    /** Reads the audit log, verifies, makes evidence packs; no row values. */
    public static final String AUDITOR = "auditor";
    /** Erases and discloses. */
    public static final String PRIVACY = "privacy";
    /** Retention and holds. */
    public static final String RECORDS = "records";
    /** Health and metrics, no data. */
    public static final String OPERATOR = "operator";
    /** Keys, tenants and reports, no data. */
    public static final String ADMIN = "admin";

    /** Every role there is. */
    public static final Set<String> ALL = Set.of(PRODUCER, ENGINEER, ROWS, AUDITOR, PRIVACY, RECORDS, OPERATOR, ADMIN);

    private Roles() {}
}
