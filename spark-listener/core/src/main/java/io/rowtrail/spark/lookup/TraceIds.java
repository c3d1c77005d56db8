package io.rowtrail.spark.lookup;

import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * The function {@code rt_trace_ids}, as it goes to the executors.
 *
 * @param url the service's; null when none is set, and then nothing can be asked
 * @param apiKey sent as a bearer token; null when none is set
 * @param timeout the most a question may take
 * @param failures how many sets could not be looked up
 */
@SuppressWarnings("serial") // Optional could not go along
public record TraceIds(
        @Nullable URI url, @Nullable String apiKey, Duration timeout, LongAccumulator failures)
        implements Serializable {
    private static final Map<TraceIds, TraceDirectory> DIRECTORIES = new ConcurrentHashMap<>();

    /**
     * The trace ids of the set's ordinals, each once, in the order of their first ordinals; ordinals without a trace add none. Null
     * where no ordinal is listed and there may be some, and where the service could not be asked.
     */
    public @Nullable ArrayData of(byte[] set) {
        try {
            TagSet tags = TagSet.decode(set);
            if (tags.count() == 0 && tags.exactness() != Exactness.EXACT) {
                return null;
            }
            Optional<Set<String>> traces = traces(tags.ordinals());
            if (traces.isPresent()) {
                return new GenericArrayData(
                        traces.get().stream().map(UTF8String::fromString).toArray());
            }
        } catch (RuntimeException e) {
            // A set that cannot be read, or an answer: as one that was not given.
        }
        failures.add(1);
        return null;
    }

    private Optional<Set<String>> traces(long[] ordinals) {
        if (ordinals.length == 0) {
            return Optional.of(Set.of());
        }
        URI service = url;
        if (service == null) {
            return Optional.empty();
        }
        // One of an application, whatever query asks.
        TraceIds key = new TraceIds(service, apiKey, timeout, NO_COUNT);
        return DIRECTORIES
                .computeIfAbsent(key, k -> new TraceDirectory(new TraceClient(service, apiKey, timeout)))
                .of(ordinals)
                .map(LinkedHashSet::new);
    }

    private static final LongAccumulator NO_COUNT = new LongAccumulator();

    /** Whether an expression is a call of the function. */
    public static boolean isCalledBy(Expression expression) {
        return expression.children().exists(child -> child instanceof Literal l && l.value() instanceof TraceIds);
    }

    /** Plans are shown and logged: no credentials. */
    @Override
    public String toString() {
        return "service";
    }
}
