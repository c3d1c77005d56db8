package io.rowtrail.spark.lookup;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an executor has learned of ordinals. It asks for whole blocks of neighbours, which other rows are likely to need, so that
 * a scan asks once in many rows; one question at a time, whose answer serves all tasks. After a failure it asks nothing for a while: a
 * service that is down costs a job one timeout in that while, not one a row.
 */
final class TraceDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(TraceDirectory.class);
    private static final int BLOCK = 256;
    private static final int MOST_KNOWN = 500_000;
    private static final long SILENCE = Duration.ofSeconds(15).toNanos();
    /** How long an ordinal that the service knows no trace of is not asked for again. */
    private static final long NONE = Duration.ofMinutes(1).toNanos();

    private record Known(List<String> traces, long since) {
        boolean holds(long now) {
            return !traces.isEmpty() || now - since < NONE;
        }
    }

    private final TraceClient service;
    private final Map<Long, Known> known = new HashMap<>();
    private long failedAt;
    private boolean failed;

    TraceDirectory(TraceClient service) {
        this.service = service;
    }

    /** The traces of {@code ordinals} in their order, with repeats; empty when the service could not tell. */
    synchronized Optional<List<String>> of(long[] ordinals) {
        if (known.size() > MOST_KNOWN) {
            known.clear();
        }
        long now = System.nanoTime();
        long[] missing = Arrays.stream(ordinals)
                .filter(ordinal -> !isKnown(ordinal, now))
                .toArray();
        if (missing.length > 0 && !learned(missing, now)) {
            return Optional.empty();
        }
        List<String> traces = new ArrayList<>();
        for (long ordinal : ordinals) {
            Known told = known.get(ordinal);
            if (told != null) {
                traces.addAll(told.traces());
            }
        }
        return Optional.of(traces);
    }

    private boolean isKnown(long ordinal, long now) {
        Known told = known.get(ordinal);
        return told != null && told.holds(now);
    }

    private boolean learned(long[] missing, long now) {
        if (failed && now - failedAt < SILENCE) {
            return false;
        }
        try {
            long[] asked = withNeighbours(missing);
            for (int from = 0; from < asked.length; from += TraceClient.MOST) {
                long[] part = Arrays.copyOfRange(asked, from, Math.min(asked.length, from + TraceClient.MOST));
                Map<Long, List<String>> told = service.ask(part);
                for (long ordinal : part) {
                    known.put(ordinal, new Known(told.getOrDefault(ordinal, List.of()), now));
                }
            }
            return true;
        } catch (InterruptedException e) {
            // The task is stopped: the others may ask.
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | RuntimeException e) {
            if (!failed) {
                LOG.warn("rowtrail.lookup failed (logged once; rt_trace_ids is null meanwhile)", e);
            }
            failed = true;
            failedAt = System.nanoTime();
            return false;
        }
    }

    /** The blocks that {@code missing} lie in, where one question holds them. */
    private static long[] withNeighbours(long[] missing) {
        long[] blocks =
                Arrays.stream(missing).map(ordinal -> ordinal / BLOCK).distinct().toArray();
        return blocks.length * BLOCK > TraceClient.MOST
                ? missing
                : Arrays.stream(blocks)
                        .flatMap(block -> LongStream.range(block * BLOCK, (block + 1) * BLOCK))
                        .toArray();
    }
}
