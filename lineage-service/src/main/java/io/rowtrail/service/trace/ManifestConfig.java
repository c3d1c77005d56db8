package io.rowtrail.service.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** When the rows that runs leave are committed to in the log. */
@ConfigMapping(prefix = "rowtrail.manifest")
public interface ManifestConfig {
    /** How long after one look for new runs the next begins; without it a manifest is made when a row's proof is asked for. */
    Optional<Duration> every();

    /** Datasets of more rows have none. */
    @WithDefault("1000000")
    int maxRows();
}
