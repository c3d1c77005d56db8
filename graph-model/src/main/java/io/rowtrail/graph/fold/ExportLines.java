package io.rowtrail.graph.fold;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.VersionView;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.EventHeader;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunEventType;
import io.rowtrail.graph.facts.RunFacts;
import java.util.List;
import java.util.Optional;

/**
 * The lines of an export: one JSON object an element, its members in a fixed order. {@link ExportForm#FULL} adds the
 * recording times and the entries.
 */
public record ExportLines(ExportForm form) {

    /** The line of a dataset. */
    public String dataset(DatasetId id, EntityState state) {
        ObjectNode line = line("dataset").put("namespace", id.namespace()).put("name", id.name());
        return entity(line, state);
    }

    /** The line of a job. */
    public String job(JobId id, EntityState state) {
        ObjectNode line = line("job").put("namespace", id.namespace()).put("name", id.name());
        return entity(line, state);
    }

    private static String entity(ObjectNode line, EntityState state) {
        line.put("firstSeen", state.firstSeen().toString());
        line.put("lastSeen", state.lastSeen().toString());
        state.registers().forEach((name, register) -> {
            ObjectNode told = line.putObject(name).put("time", register.time().toString());
            if (register.value() != null) {
                told.set("value", register.value());
            }
        });
        return line.toString();
    }

    /** The line of a run. What it told at last is written as one event would be. */
    public String run(RunView run) {
        ObjectNode line = line("run").put("id", run.id().uuid());
        line.put("state", run.state().name());
        line.put("effect", run.effect().wire());
        line.put("conflict", run.conflict());
        line.put("incompleteLifecycle", run.incompleteLifecycle());
        line.put("startedAt", run.startedAt().toString());
        if (run.endedAt() != null) {
            line.put("endedAt", run.endedAt().toString());
        }
        RunView.Windows windows = run.windows();
        if (windows != null) {
            line.putObject("windows")
                    .put("count", windows.count())
                    .put("from", windows.from().toString())
                    .put("to", windows.to().toString());
        }
        ArrayNode names = line.putArray("otherNames");
        run.otherNames()
                .forEach(n -> names.addObject().put("namespace", n.namespace()).put("name", n.name()));
        RunFacts told = new RunFacts(
                EventHeader.of(run.startedAt(), "", List.of()),
                RunEventType.OTHER,
                run.id(),
                new JobMention(run.job(), run.jobType(), List.of(), List.of()),
                run.parent(),
                run.nominal(),
                run.failed(),
                run.code(),
                List.of(),
                run.inputs(),
                run.outputs());
        line.set("told", body(told));
        return evidence(line, run.evidence());
    }

    private static ObjectNode body(EventFacts facts) {
        ObjectNode body = FactsCodec.tree(facts).deepCopy();
        body.remove(List.of("v", "kind", "eventType", "eventTime", "run"));
        return body;
    }

    /** The line of a dataset version. */
    public String version(VersionView version) {
        ObjectNode line = line("version");
        put(line, "dataset", version.dataset());
        line.put("version", version.version());
        line.put("run", version.run().uuid());
        line.put("effect", version.effect().wire());
        line.put("time", version.time().toString());
        DatasetMention told = new DatasetMention(
                version.dataset(),
                version.schema(),
                null,
                null,
                List.of(),
                null,
                List.of(),
                version.statistics(),
                version.tags(),
                version.snapshot(),
                null,
                List.of());
        ObjectNode tree = FactsCodec.tree(told).deepCopy();
        tree.remove(List.of("namespace", "name"));
        line.set("told", tree);
        return evidence(line, version.evidence());
    }

    /**
     * The line of an edge; empty in {@link ExportForm#FACTS} for one that held only while less was known.
     */
    public Optional<String> edge(Edge edge, EdgeReach reach) {
        if (form == ExportForm.FACTS && reach.named().intervals(null).isEmpty()) {
            return Optional.empty();
        }
        ObjectNode line = line("edge");
        if (edge instanceof Edge.Read read) {
            put(line.put("type", "READ_BY"), "from", read.dataset());
            put(line, "to", read.job());
        } else if (edge instanceof Edge.Write write) {
            put(line.put("type", "WRITES"), "from", write.job());
            put(line, "to", write.dataset());
        } else if (edge instanceof Edge.Flow flow) {
            put(line.put("type", "FLOWS_TO"), "from", flow.from());
            put(line, "to", flow.to());
            putJob(line, flow);
        } else if (edge instanceof Edge.Derive derive) {
            put(line.put("type", "DERIVES"), "from", derive.edge().from());
            put(line, "to", derive.edge().to());
            putJob(line, derive);
            line.set("transformation", FactsCodec.tree(derive.edge().transformation()));
        } else if (edge instanceof Edge.Link link) {
            put(line.put("type", "LEADS_TO"), "from", link.from());
            put(line, "to", link.to());
            line.put("via", link.kind().name());
            putJob(line, link);
        } else if (edge instanceof Edge.Name name) {
            put(line.put("type", "NAMED"), "from", name.from());
            put(line, "to", name.to());
            line.put("via", name.kind().name());
        }
        Stated stated = reach.stated();
        if (stated != null) {
            line.putObject("stated")
                    .put("since", stated.since().toString())
                    .put("run", stated.run().uuid())
                    .put("mapping", stated.mapping());
        }
        region(line, "named", reach.named());
        region(line, "effective", reach.effective());
        if (form == ExportForm.FULL) {
            line.put("toldBy", reach.toldBy().toString());
            if (reach.madeBy() != null) {
                line.put("madeBy", reach.madeBy().toString());
            }
        }
        return Optional.of(line.toString());
    }

    private void region(ObjectNode line, String member, Region region) {
        ArrayNode array = line.putArray(member);
        if (form == ExportForm.FULL) {
            RegionText.write(array, region);
            return;
        }
        for (Region.Interval interval : region.intervals(null)) {
            ArrayNode pair = array.addArray().add(interval.from().toString());
            if (interval.to() != null) {
                pair.add(interval.to().toString());
            }
        }
    }

    private static void putJob(ObjectNode line, Edge edge) {
        JobId job = edge.job();
        if (job != null) {
            put(line, "job", job);
        }
    }

    private static void put(ObjectNode line, String member, NodeId node) {
        ObjectNode out = line.putObject(member);
        if (node instanceof DatasetId dataset) {
            out.put("namespace", dataset.namespace()).put("name", dataset.name());
        } else if (node instanceof JobId job) {
            out.put("namespace", job.namespace()).put("name", job.name());
        } else if (node instanceof ColumnRef column) {
            out.put("namespace", column.dataset().namespace())
                    .put("name", column.dataset().name())
                    .put("field", column.field());
        }
    }

    private String evidence(ObjectNode line, List<EntryRef> entries) {
        if (form == ExportForm.FULL) {
            ArrayNode array = line.putArray("evidence");
            entries.forEach(e -> array.add(e.toString()));
        }
        return line.toString();
    }

    private static ObjectNode line(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }
}
