package io.rowtrail.service.guarded;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the parameters of queries are tried with, by their names; one that means another thing in one call stands under
 * that call's path. In braces what the call is about.
 */
final class Values {
    private static final List<String> LONG_AGO = List.of("2000-01-01T00:00:00Z");
    private static final List<String> FAR_AWAY = List.of("2999-01-01T00:00:00Z");

    private static final Map<String, List<String>> ANYWHERE = Map.ofEntries(
            Map.entry("action", List.of("run.complete")),
            Map.entry("actor", List.of("{actor}")),
            Map.entry("after", LONG_AGO),
            Map.entry("asOf", List.of("2026-01-02T03:04:05Z", "2999-01-01T00:00:00Z")),
            Map.entry("attempted", List.of("true")),
            Map.entry("before", FAR_AWAY),
            Map.entry("by", List.of("dataset")),
            // Those of another's answer are tried as well: see Matrix.
            Map.entry("cursor", List.of("1-0", "0", "bjEuMQ")),
            Map.entry("dataset", List.of("{dataset}")),
            Map.entry("deploy", List.of("{name}")),
            Map.entry("depth", List.of("1")),
            Map.entry("direction", List.of("upstream", "downstream")),
            Map.entry("entrance", List.of("http")),
            Map.entry("filter", List.of("dataset", "job")),
            Map.entry("first", List.of("1")),
            Map.entry("form", List.of("facts")),
            Map.entry("former", List.of("true")),
            Map.entry("from", LONG_AGO),
            Map.entry("index", List.of("1")),
            Map.entry("key", List.of("{key}")),
            Map.entry("kind", List.of("lineage.run")),
            Map.entry("knownAt", FAR_AWAY),
            Map.entry("lastRunStates", List.of("COMPLETED")),
            Map.entry("limit", List.of("1")),
            Map.entry("log", List.of("{metaLog}")),
            Map.entry("mode", List.of("stored", "recompute")),
            Map.entry("name", List.of("{name}")),
            Map.entry("namespace", List.of("{namespace}")),
            Map.entry("nodeId", List.of("dataset:{namespace}:{name}", "job:{namespace}:{name}", "run:{id}")),
            Map.entry("offset", List.of("1")),
            Map.entry("outcome", List.of("ok")),
            Map.entry("period", List.of("WEEK")),
            Map.entry("proof", List.of("inclusion")),
            Map.entry("q", List.of("{name}")),
            Map.entry("report", List.of("{report}")),
            Map.entry("run", List.of("{id}")),
            Map.entry("runId", List.of("run:{id}")),
            Map.entry("second", List.of("2")),
            Map.entry("size", List.of("1")),
            Map.entry("sort", List.of("name", "updated_at")),
            Map.entry("sortDirection", List.of("asc")),
            Map.entry("state", List.of("held", "replayed")),
            Map.entry("timeout", List.of("5000")),
            Map.entry("timezone", List.of("Europe/Berlin")),
            Map.entry("to", FAR_AWAY),
            Map.entry("trace", List.of("{traceId}")),
            Map.entry("type", List.of("job")),
            Map.entry("withDownstream", List.of("true")));

    private static final Map<String, List<String>> SOMEWHERE = Map.of(
            "/api/v1/diff from", List.of("run:{id}", "deploy:{name}", "2026-01-02T03:04:05Z"),
            "/api/v1/diff to", List.of("run:{id}", "2999-01-01T00:00:00Z"),
            "/api/v1/path from", List.of("job:{namespace}:{name}", "datasetField:{namespace}:{name}:{field}"),
            "/api/v1/path to", List.of("dataset:{namespace}:{name}"));

    private Values() {}

    /** What a parameter of a call is tried with; empty when nobody said. */
    static Optional<List<String>> of(Operation operation, String parameter) {
        List<String> here = SOMEWHERE.get(operation.path() + " " + parameter);
        return Optional.ofNullable(here == null ? ANYWHERE.get(parameter) : here);
    }
}
