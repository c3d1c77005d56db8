package io.rowtrail.service.log;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.rowtrail.audit.FollowedEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A projection and its metrics: how many entries it takes at once and how long that takes, how old what it waits with is. */
final class MeasuredProjection implements Projection {
    private final Projection projection;
    private final Clock clock;
    private final DistributionSummary sizes;
    private final Timer times;
    /** When the oldest entry was recorded that is known not to be applied; or since when nothing can be applied. */
    private final AtomicReference<@Nullable Instant> waiting = new AtomicReference<>();

    MeasuredProjection(Projection projection, String log, MeterRegistry metrics, Clock clock) {
        this.projection = projection;
        this.clock = clock;
        Tags tags = Tags.of("projection", projection.name(), "log", log);
        this.sizes = DistributionSummary.builder("rowtrail.projection.batch")
                .description("Entries applied at once")
                .tags(tags)
                .register(metrics);
        this.times = Timer.builder("rowtrail.projection.apply")
                .description("How long applying them took")
                .tags(tags)
                .register(metrics);
        Gauge.builder("rowtrail.projection.behind", this, p -> p.behind().toMillis() / 1e3)
                .description("Age of the oldest entry a projection has not applied")
                .baseUnit("seconds")
                .tags(tags)
                .register(metrics);
        Gauge.builder("rowtrail.projection.skipped", projection, Projection::skipped)
                .description("Entries a projection cannot take and has left out")
                .tags(tags)
                .register(metrics);
    }

    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public String kinds() {
        return projection.kinds();
    }

    @Override
    public long position() {
        try {
            return projection.position();
        } catch (RuntimeException e) {
            waiting.compareAndSet(null, clock.instant());
            throw e;
        }
    }

    @Override
    public void lead(long epoch) {
        try {
            projection.lead(epoch);
        } catch (RuntimeException e) {
            waiting.compareAndSet(null, clock.instant());
            throw e;
        }
    }

    @Override
    public void apply(List<FollowedEntry> entries) {
        waiting.set(entries.get(0).recordedAt());
        times.record(() -> projection.apply(entries));
        waiting.set(null);
        sizes.record(entries.size());
    }

    @Override
    public long skipped() {
        return projection.skipped();
    }

    @Override
    public Duration behind() {
        Instant oldest = waiting.get();
        Duration age = oldest == null ? Duration.ZERO : Duration.between(oldest, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }
}
