package io.rowtrail.service.ingest;

import io.rowtrail.service.http.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer waits for: {@code ?wait=graph}, {@code ?wait=witnessed}, or the header {@code Prefer: wait=<seconds>}
 * (RFC 7240), which alone means the graph.
 *
 * @param until what to wait for
 * @param patience at most so long
 * @param preferred whether the patience is the caller's
 */
public record Wait(Until until, Duration patience, boolean preferred) {
    private static final Pattern PREFER = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,4})\"?(?:$|[,;\\s])");
    private static final Duration MOST = Duration.ofSeconds(60);

    /** What can be waited for. The durable entry always is. */
    public enum Until {
        LOGGED,
        GRAPH,
        WITNESSED
    }

    /** Nothing but the durable entry. */
    public static Wait forNothing() {
        return new Wait(Until.LOGGED, Duration.ZERO, false);
    }

    static Wait of(@Nullable String query, @Nullable String prefer, Duration standard) {
        Matcher wait = PREFER.matcher(prefer == null ? "" : prefer);
        boolean preferred = wait.find();
        Duration asked = preferred ? Duration.ofSeconds(Long.parseLong(wait.group(1))) : standard;
        Duration patience = asked.compareTo(MOST) > 0 ? MOST : asked;
        if (query == null) {
            return new Wait(preferred ? Until.GRAPH : Until.LOGGED, patience, preferred);
        }
        return switch (query) {
            case "graph" -> new Wait(Until.GRAPH, patience, preferred);
            case "witnessed" -> new Wait(Until.WITNESSED, patience, preferred);
            default ->
                throw Problem.invalid("wait", "must be graph or witnessed").exception();
        };
    }

    /** The value of {@code Preference-Applied}, when the caller stated a preference. */
    Optional<String> applied() {
        return preferred ? Optional.of("wait=" + patience.toSeconds()) : Optional.empty();
    }
}
