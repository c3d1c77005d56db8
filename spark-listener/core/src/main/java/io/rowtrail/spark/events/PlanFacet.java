package io.rowtrail.spark.events;

import io.rowtrail.spark.iceberg.SnapshotAuthor;
import io.rowtrail.spark.record.RecordedPlan;
import io.rowtrail.spark.write.PlannedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The facet {@code rowtrail_plan}: what the run's query was, so that it can be asked again. */
final class PlanFacet {
    private PlanFacet() {}

    static RowtrailFacet of(PlannedRun run, String sparkVersion) {
        if (run.kind() == PlannedRun.WriteKind.CHANGE) {
            return unknown("a command that changes single rows is no query");
        }
        RecordedPlan plan = RecordedPlan.of(run.query(), run.settings());
        return plan instanceof RecordedPlan.Known known
                ? known(run, known, sparkVersion)
                : unknown(((RecordedPlan.Unknown) plan).reason());
    }

    static RowtrailFacet unknown(String reason) {
        return facet().with("reason", reason);
    }

    private static RowtrailFacet facet() {
        return new RowtrailFacet("rowtrail_plan-1-0-0.json");
    }

    private static RowtrailFacet known(PlannedRun run, RecordedPlan.Known plan, String sparkVersion) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (RecordedPlan.Input input : plan.inputs()) {
            if (input.snapshot().isEmpty() && input.through().isEmpty()) {
                return unknown("what was read of " + input.relation() + " cannot be read again: it has no snapshot");
            }
            inputs.add(input(input));
        }
        return facet().with("sql", plan.sql())
                .with("columns", plan.columns())
                .with("spark", sparkVersion)
                .with("settings", new TreeMap<>(run.settings()))
                .with("inputs", inputs)
                .with("nondeterministic", plan.nondeterministic())
                .with("operation", run.kind().name().toLowerCase(Locale.ROOT))
                .with("length", plan.sql().length());
    }

    private static Map<String, Object> input(RecordedPlan.Input input) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("relation", input.relation());
        said.put("namespace", input.name().namespace());
        said.put("name", input.name().name());
        input.snapshot().ifPresent(snapshot -> said.put("snapshotId", Long.toString(snapshot)));
        input.author().map(SnapshotAuthor::run).ifPresent(author -> said.put("run", author));
        said.put("whole", input.author().map(SnapshotAuthor::whole).orElse(false));
        input.through().ifPresent(pin -> said.put("through", Long.toString(pin)));
        return said;
    }
}
