package io.rowtrail.service.livecheck;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How often how many rows are checked. */
@ConfigMapping(prefix = "rowtrail.livecheck")
public interface LiveCheckConfig {
    /** How long after one round the next begins; without it there are none. */
    Optional<Duration> every();

    /** Rows of each dataset in a round. */
    @WithDefault("10")
    int rows();

    /** The datasets, as node ids {@code dataset:ns:name}; all reports when none is named. */
    Optional<List<String>> datasets();
}
