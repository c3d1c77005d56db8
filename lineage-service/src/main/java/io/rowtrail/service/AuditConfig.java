package io.rowtrail.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The audit logs' place, names and keys. */
@ConfigMapping(prefix = "rowtrail.audit")
public interface AuditConfig {
    /** The slug of the log that events go to; its reads are entries of {@code {log}-meta}. */
    @WithDefault("default")
    String log();

    /**
     * What the logs' origin lines begin with; the log's slug follows after a slash. World-wide unique, without scheme, and
     * never changed for a log that exists.
     */
    @WithDefault("rowtrail.local/audit")
    String origin();

    /** Where the logs' keys and the memory of the last signed checkpoints are: best not on the database's disk. */
    @WithDefault(".rowtrail/audit")
    Path directory();

    /** PostgreSQL role of the service at work: inserts and selects, no more. The migrations run as the owner. */
    @WithDefault("rowtrail_writer")
    String writerUsername();

    /** Its password, when PostgreSQL asks for one. */
    Optional<String> writerPassword();

    /** Most entries that wait for one log in one replica, of at most 128 MiB together; the next sender is told 503. */
    @WithDefault("10000")
    int queueEntries();

    /** Reads by one caller of one kind within this time are one entry of the meta log. */
    @WithDefault("PT10S")
    Duration readWindow();

    /** Where evidence packs are kept until they are fetched. */
    @WithDefault(".rowtrail/evidence")
    Path evidenceDirectory();
}
