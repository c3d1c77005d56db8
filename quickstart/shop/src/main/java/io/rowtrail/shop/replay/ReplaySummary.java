package io.rowtrail.shop.replay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a replay did.
 *
 * @param requests all requests, by kind; {@code sales}, {@code addressChanges}, {@code priceCorrections},
 *     {@code returns}, {@code reads}
 * @param lines lines sold
 * @param units units sold, as the shop added them up
 * @param seconds from the first request to the last answer
 * @param heroes a few requests to tell a story with: {@code first}, {@code moved}, {@code corrected}, {@code returned}
 * @param writes every writing request, for checks; not part of the printed summary
 */
public record ReplaySummary(
        Map<String, Integer> requests,
        int lines,
        long units,
        double seconds,
        Map<String, Hero> heroes,
        List<Write> writes) {
    public ReplaySummary {
        requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests));
        heroes = Collections.unmodifiableMap(new LinkedHashMap<>(heroes));
        writes = List.copyOf(writes);
    }

    /**
     * One request.
     *
     * @param trace its own trace id
     * @param row the key of the row it is about
     * @param earlier the trace of the sale that wrote the row first; empty for a sale and for a customer
     */
    public record Hero(String trace, Map<String, Long> row, String earlier) {
        public Hero {
            row = Collections.unmodifiableMap(new TreeMap<>(row));
        }
    }

    /** A writing request: its trace id, and whether we sent it or the shop made it. */
    public record Write(String trace, boolean asserted) {}
}
