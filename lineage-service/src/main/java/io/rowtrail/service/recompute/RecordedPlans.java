package io.rowtrail.service.recompute;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Entry;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.EntrySight;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The plans that runs recorded (run facet {@code rowtrail_plan}), read where they are kept: in the payloads of the runs'
 * entries, which the graph names. There is no copy of them, so that erasing a payload erases its plan, and a log that is
 * replayed brings them back. Of the caller's tenant, and as far as the caller may know of the runs.
 */
@ApplicationScoped
public class RecordedPlans {
    private static final String FACET = "rowtrail_plan";
    /** What stands in a stored text where a credential stood. */
    private static final String MASKED = "[masked]";

    private static final int MOST_PLANS = 64;
    private static final int MOST_CHARACTERS = 8 << 20;
    private static final int MOST_ENTRIES = 50;

    private final LineageReader graph;
    private final AuditLogs logs;
    private final Callers callers;

    @Inject
    RecordedPlans(LineageReader graph, AuditLogs logs, Callers callers) {
        this.graph = graph;
        this.logs = logs;
        this.callers = callers;
    }

    private sealed interface Facet {
        record Recorded(JsonNode json) implements Facet {}

        record Missing(String why) implements Facet {}
    }

    /**
     * The plan of a run, with those of the runs that made all of one of its inputs, and so on.
     *
     * @throws io.rowtrail.service.http.ProblemException 404 when there is no such run; 422 with the reason when it has no
     *     plan that could be run again
     */
    public RunPlan of(RunId run) {
        RunView view = graph.run(run)
                .orElseThrow(() ->
                        Problem.notFound("the run that wrote it is not known").exception());
        Facet own = facet(view);
        if (own instanceof Facet.Missing missing) {
            throw Problem.unprocessable(missing.why()).exception();
        }
        Map<String, JsonNode> facets = new HashMap<>();
        facets.put(run.uuid(), ((Facet.Recorded) own).json());
        return new RunPlan(run, facets, inputs(facets, run));
    }

    /** Adds the plans behind the inputs, nearest first, and returns how many of them are hidden. */
    private int inputs(Map<String, JsonNode> facets, RunId from) {
        Deque<String> open = new ArrayDeque<>(List.of(from.uuid()));
        Set<String> met = new HashSet<>(open);
        int hidden = 0;
        long size = 0;
        while (!open.isEmpty()) {
            for (JsonNode input :
                    Objects.requireNonNull(facets.get(open.remove())).path("inputs")) {
                Optional<RunId> run = writer(input);
                if (run.isEmpty() || !met.add(run.get().uuid()) || facets.size() == MOST_PLANS) {
                    continue;
                }
                Optional<RunView> view = sees(input) ? graph.run(run.get()) : Optional.empty();
                if (view.isEmpty()) {
                    hidden += callers.current().namespaces().isAll() ? 0 : 1;
                } else if (facet(view.get()) instanceof Facet.Recorded recorded) {
                    size += recorded.json().toString().length();
                    if (size <= MOST_CHARACTERS) {
                        facets.put(run.get().uuid(), recorded.json());
                        open.add(run.get().uuid());
                    }
                }
            }
        }
        return hidden;
    }

    private static Optional<RunId> writer(JsonNode input) {
        try {
            return input.path("whole").asBoolean() && input.path("run").isTextual()
                    ? Optional.of(RunId.parse(input.path("run").textValue()))
                    : Optional.empty();
        } catch (IllegalArgumentException notARun) {
            return Optional.empty();
        }
    }

    private boolean sees(JsonNode input) {
        try {
            return callers.current()
                    .visibility()
                    .sees(new DatasetId(
                            input.path("namespace").asText(), input.path("name").asText()));
        } catch (IllegalArgumentException notADataset) {
            return false;
        }
    }

    private Facet facet(RunView run) {
        Caller caller = callers.current();
        AuditLog log = logs.events(caller.tenant());
        List<EntryRef> newestFirst = new ArrayList<>(run.evidence());
        Collections.reverse(newestFirst);
        boolean erased = false;
        for (EntryRef ref : newestFirst.subList(0, Math.min(MOST_ENTRIES, newestFirst.size()))) {
            Optional<Entry> entry = Await.on(() -> log.entry(ref.index()));
            if (entry.isEmpty() || !EntrySight.shows(caller.namespaces(), entry.get())) {
                continue;
            }
            if (entry.get().payload() == null) {
                erased = true;
                continue;
            }
            JsonNode facet = StrictJson.parse(entry.get().payload().stored().utf8())
                    .path("run")
                    .path("facets")
                    .path(FACET);
            if (facet.isObject()) {
                return usable(facet);
            }
        }
        return new Facet.Missing(
                erased
                        ? "the plan of the run that wrote it was erased"
                        : "the run that wrote it recorded no plan: run the job with the plugin of this release");
    }

    private static Facet usable(JsonNode facet) {
        if (!facet.path("sql").isTextual()) {
            return new Facet.Missing("the plan of the run that wrote it could not be recorded: "
                    + facet.path("reason").asText("no reason is told"));
        }
        String sql = facet.path("sql").textValue();
        boolean whole = facet.path("length").asInt(sql.length()) == sql.length() && !sql.contains(MASKED);
        return !whole
                ? new Facet.Missing("the plan of the run that wrote it held a credential, which is kept from the log")
                : new Facet.Recorded(facet);
    }
}
