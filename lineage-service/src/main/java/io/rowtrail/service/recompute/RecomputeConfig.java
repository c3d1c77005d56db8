package io.rowtrail.service.recompute;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The worker that runs recorded plans, and what is kept of its answers. */
@ConfigMapping(prefix = "rowtrail.recompute")
public interface RecomputeConfig {
    /** Where the worker listens; without it nothing can be recomputed. */
    Optional<URI> url();

    /** What the worker wants to be shown. */
    Optional<String> token();

    /** How long a question about one row may take; whoever asks waits meanwhile. */
    @WithDefault("PT45S")
    Duration timeout();

    /** How long a what-if may take, waiting for the worker included. */
    @WithDefault("PT30M")
    Duration whatifTimeout();

    /** Questions a replica asks at once; the next is told 503. */
    @WithDefault("4")
    int maxWaiting();

    /** What-ifs a replica runs at once; the next is told 503. */
    @WithDefault("2")
    int maxRunning();

    /** Exact answers kept, oldest out. They hold ordinals and no row values. */
    @WithDefault("10000")
    int keepAnswers();

    /** How long one is kept. */
    @WithDefault("P90D")
    Duration keepAnswersFor();

    /** How long the diff of a what-if is kept, which holds row values. */
    @WithDefault("PT24H")
    Duration keepResultsFor();
}
