package io.rowtrail.service.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.rowtrail.service.http.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import java.util.OptionalInt;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Answers 429 to a caller over its rate, and to nobody else. */
@Singleton
public class RateFilter {
    private final TokenBuckets buckets;
    private final SecurityIdentity identity;
    private final Counter refused;

    @Inject
    RateFilter(SecurityIdentity identity, MeterRegistry metrics) {
        this.identity = identity;
        this.buckets = new TokenBuckets(System::nanoTime);
        this.refused = Counter.builder("rowtrail.calls.over.rate")
                .description("Calls answered 429 because their caller made too many")
                .register(metrics);
    }

    @ServerRequestFilter(preMatching = true, nonBlocking = true, priority = Priorities.AUTHENTICATION)
    public void withinRate() {
        if (identity.isAnonymous()) {
            return;
        }
        Caller caller = Callers.of(identity);
        caller.rate().ifPresent(rate -> {
            OptionalInt wait = buckets.take(caller.tenant() + "/" + caller.name(), rate);
            if (wait.isPresent()) {
                refused.increment();
                throw Problem.tooMany("more calls than this caller may make", wait.getAsInt())
                        .exception();
            }
        });
    }
}
