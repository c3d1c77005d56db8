package io.rowtrail.service.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.trace.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What-if as it is asked for: exactly one of dataset and report.
 *
 * @param without at least one, each once
 * @param key of the one row wanted, or null for all
 * @param run of the version wanted, or null for the current one
 */
record WhatifOrder(
        List<TraceId> without,
        @Nullable String dataset,
        @Nullable String report,
        @Nullable RowKey key,
        @Nullable RunId run) {
    private static final int MOST_TRACES = 100;
    private static final long MAX_BODY = 64 * 1024;

    /** @throws io.rowtrail.service.http.ProblemException 400 with a pointer to each thing that is wrong */
    static WhatifOrder read(byte @Nullable [] body) {
        JsonNode json = StrictJson.parse(StrictJson.text(RequestBody.read(body, null, MAX_BODY)));
        List<FieldError> errors = new ArrayList<>();
        List<TraceId> without = traces(json.path("without"), errors);
        String dataset = text(json, "dataset", errors);
        String report = text(json, "report", errors);
        if (dataset == null && report == null) {
            errors.add(new FieldError("/dataset", "is required, or a report"));
        }
        String run = text(json, "run", errors);
        JsonNode key = json.path("key");
        if (!errors.isEmpty()) {
            throw Problem.invalid("not a what-if", errors).exception();
        }
        return new WhatifOrder(
                without,
                dataset,
                report,
                key.isMissingNode() || key.isNull() ? null : RowKey.parse(key.toString()),
                run == null ? null : Nodes.run("/run", run));
    }

    private static List<TraceId> traces(JsonNode without, List<FieldError> errors) {
        List<TraceId> traces = new ArrayList<>();
        if (!without.isArray() || without.isEmpty() || without.size() > MOST_TRACES) {
            errors.add(new FieldError("/without", "must be a list of 1 to " + MOST_TRACES + " trace ids"));
            return traces;
        }
        for (int i = 0; i < without.size(); i++) {
            try {
                traces.add(TraceId.parse(without.get(i).asText()));
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError("/without/" + i, "must be a trace id"));
            }
        }
        return traces.stream().distinct().toList();
    }

    private static @Nullable String text(JsonNode json, String member, List<FieldError> errors) {
        JsonNode node = json.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            errors.add(new FieldError("/" + member, "must be a text"));
        }
        return node.asText();
    }
}
