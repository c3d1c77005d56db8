package io.rowtrail.service.ingest;

import io.rowtrail.service.http.Problem;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how long an answer waits for the graph: {@code ?wait=graph}, or the header {@code Prefer: wait=<seconds>}.
 *
 * @param wanted whether to wait at all
 * @param patience at most so long
 */
record Wait(boolean wanted, Duration patience) {
    private static final Pattern PREFER = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*(\\d{1,4})(?:$|[,;\\s])");
    private static final Duration MOST = Duration.ofSeconds(60);

    static Wait of(@Nullable String query, @Nullable String prefer, Duration standard) {
        Duration patience = standard;
        boolean preferred = false;
        if (prefer != null) {
            Matcher wait = PREFER.matcher(prefer);
            if (wait.find()) {
                preferred = true;
                patience = Duration.ofSeconds(Long.parseLong(wait.group(1)));
            }
        }
        if (query != null && !query.equals("graph")) {
            throw Problem.invalid("wait", "is \"graph\"; waiting for witnesses is not offered by this service")
                    .exception();
        }
        return new Wait(preferred || query != null, patience.compareTo(MOST) > 0 ? MOST : patience);
    }
}
