package io.rowtrail.service.guarded;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer without what is of the request itself: its trace id, its time, and its own address.
 *
 * @param headers but for {@code Date}
 */
record Answer(int status, Map<String, List<String>> headers, String body) {
    static Answer of(java.net.http.HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.headers().map());
        headers.remove("date");
        headers.remove("content-length");
        String body = response.body()
                .replaceAll("\"traceId\":\"[0-9a-f]{32}\",\"retriable\"", "\"retriable\"")
                .replaceAll("\"instance\":\"[^\"]*\",", "");
        return new Answer(response.statusCode(), headers, body);
    }
}
