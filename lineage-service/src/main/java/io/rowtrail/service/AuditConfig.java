package io.rowtrail.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The audit log's place and keys. */
@ConfigMapping(prefix = "rowtrail.audit")
public interface AuditConfig {
    /** The slug of the log that events go to; its reads are entries of {@code {log}-meta}. */
    @WithDefault("default")
    String log();

    /** PostgreSQL role of the service at work: inserts and selects, no more. The migrations run as the owner. */
    @WithDefault("rowtrail_writer")
    String writerUsername();

    /** Its password, when PostgreSQL asks for one. */
    Optional<String> writerPassword();
}
