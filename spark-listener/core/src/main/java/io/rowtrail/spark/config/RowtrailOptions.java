package io.rowtrail.spark.config;

import io.rowtrail.tags.Bound;
import io.rowtrail.trace.RowtrailProperties;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.network.util.JavaUtils;

/**
 * The options of the plugin, {@code spark.rowtrail.*}; where one is unset, the OpenLineage agent's own is understood.
 *
 * @param url the service's base URL; empty: events are only spooled, or dropped without a spool
 * @param apiKey sent as a bearer token
 * @param namespace of jobs
 * @param jobName the job's name; empty: the application's
 * @param askedMode whether rows carry tags, where the session or the job says so
 * @param bound how large a set may grow
 * @param maxTaskBytes what the sets that a task collects may take of memory together
 * @param framedWindows whether a row that a window function was computed for has its frame's tags only
 * @param visible whether the tag column is an ordinary one to whoever reads a table
 * @param lookupTimeout the most a question of {@code rt_trace_ids} may take
 * @param spoolDir where events wait that could not be sent; empty: they are dropped, and counted
 * @param failClosed whether a failure of ours fails the job
 * @param traceParent the W3C trace in which the job itself runs
 * @param deployId the version of the job's code
 * @param schemaVersion the version of the data's schema, as the job's owners count it
 * @param parent the run that started this application
 */
public record RowtrailOptions(
        Optional<URI> url,
        Optional<String> apiKey,
        String namespace,
        Optional<String> jobName,
        Optional<TagsMode> askedMode,
        Bound bound,
        long maxTaskBytes,
        boolean framedWindows,
        boolean visible,
        Duration lookupTimeout,
        Optional<Path> spoolDir,
        boolean failClosed,
        Optional<String> traceParent,
        Optional<String> deployId,
        Optional<String> schemaVersion,
        Optional<Parent> parent) {
    private static final String OURS = "spark.rowtrail.";
    private static final String THEIRS = "spark.openlineage.";

    /** How rows get their tags. */
    public enum TagsMode {
        /** Sets are computed while the job runs. */
        EAGER,
        /** Groups of rows carry between which transactions their tags lie; sets are computed when somebody asks. */
        LAZY,
        OFF
    }

    /** The run that started this application. */
    public record Parent(String namespace, String name, String runId) {}

    /** Reads a configuration; {@code lookup} answers with null for a key that is not set. */
    public static RowtrailOptions from(Function<String, Optional<String>> lookup) {
        return new RowtrailOptions(
                either(lookup, OURS + "url", THEIRS + "transport.url").map(URI::create),
                either(lookup, OURS + "apiKey", THEIRS + "transport.auth.apiKey"),
                either(lookup, OURS + "namespace", THEIRS + "namespace").orElse("default"),
                either(lookup, OURS + "job.name", THEIRS + "appName"),
                lookup.apply(OURS + "tags.mode").map(text -> mode(OURS + "tags.mode", text)),
                new Bound(
                        lookup.apply(OURS + "tags.maxExact")
                                .map(Integer::parseInt)
                                .orElse(Bound.DEFAULT.maxCount()),
                        Bound.DEFAULT.maxBytes()),
                JavaUtils.byteStringAsBytes(
                        lookup.apply(OURS + "tags.maxTaskBytes").orElse("128m")),
                framed(lookup.apply(OURS + "tags.window").orElse("partition")),
                lookup.apply(OURS + "tags.visible").map(Boolean::parseBoolean).orElse(false),
                Duration.ofMillis(JavaUtils.timeStringAsMs(
                        lookup.apply(OURS + "lookup.timeout").orElse("10s"))),
                lookup.apply(OURS + "spool.dir").map(Path::of),
                lookup.apply(OURS + "fail-closed").map(Boolean::parseBoolean).orElse(false),
                lookup.apply(OURS + "trace.parent"),
                lookup.apply(OURS + "deployId"),
                lookup.apply(OURS + "schemaVersion"),
                parent(lookup));
    }

    private static Optional<String> either(Function<String, Optional<String>> lookup, String ours, String theirs) {
        return lookup.apply(ours).or(() -> lookup.apply(theirs)).filter(value -> !value.isBlank());
    }

    /** For a table with these properties: what the session or the job asks for, else what the table says, else eager. */
    public TagsMode tagsMode(Map<String, String> table) {
        return askedMode
                .or(() -> Optional.ofNullable(table.get(RowtrailProperties.TAGS_MODE))
                        .map(text -> mode(RowtrailProperties.TAGS_MODE, text)))
                .orElse(TagsMode.EAGER);
    }

    private static TagsMode mode(String key, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "eager" -> TagsMode.EAGER;
            case "lazy" -> TagsMode.LAZY;
            case "off" -> TagsMode.OFF;
            default -> throw new IllegalArgumentException(key + " is eager, lazy or off, not " + text);
        };
    }

    private static boolean framed(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "partition" -> false;
            case "frame" -> true;
            default -> throw new IllegalArgumentException(OURS + "tags.window is partition or frame, not " + text);
        };
    }

    private static Optional<Parent> parent(Function<String, Optional<String>> lookup) {
        return lookup.apply(THEIRS + "parentRunId")
                .map(run -> new Parent(
                        lookup.apply(THEIRS + "parentJobNamespace").orElse("default"),
                        lookup.apply(THEIRS + "parentJobName").orElse("unknown"),
                        run));
    }
}
