package io.rowtrail.graph.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.fold.EntityState.Register;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The datasets and jobs one event mentions, each with the registers it writes. Merged over all events they are the state. */
public final class EntityFold {

    /** The registers of a dataset and the facets they come from. */
    private static final Map<String, String> DATASET_FACETS =
            Map.of("schema", "schema", "symlinks", "symlinks", "lifecycle", "lifecycleStateChange");

    private EntityFold() {}

    /** Returns every dataset an event mentions, also those only named as sources of columns or flows. */
    public static Map<DatasetId, EntityState> datasets(LoggedFacts event) {
        Map<DatasetId, EntityState> states = new TreeMap<>();
        Instant time = event.facts().eventTime();
        mentions(event).forEach(mention -> {
            Map<String, Register> registers = new HashMap<>();
            JsonNode tree = FactsCodec.tree(kept(mention));
            DATASET_FACETS.forEach((register, facet) -> {
                JsonNode value = tree.get(register);
                if (value != null || mention.deletedFacets().contains(facet)) {
                    registers.put(register, new Register(time, event.digest(), value));
                }
            });
            states.merge(mention.id(), new EntityState(time, time, registers), EntityState::merge);
        });
        EntityState seen = new EntityState(time, time, Map.of());
        ToldEdges told = ToldEdges.of(event.facts());
        told.columns().forEach(edge -> states.putIfAbsent(edge.from().dataset(), seen));
        told.flows().forEach(pair -> {
            states.putIfAbsent(pair.from(), seen);
            states.putIfAbsent(pair.to(), seen);
        });
        told.inputs().forEach(dataset -> states.putIfAbsent(dataset, seen));
        told.outputs().forEach(dataset -> states.putIfAbsent(dataset, seen));
        mentions(event).forEach(mention -> {
            mention.symlinks().forEach(symlink -> states.putIfAbsent(symlink.id(), seen));
            if (mention.lifecycle() != null && mention.lifecycle().previous() != null) {
                states.putIfAbsent(mention.lifecycle().previous(), seen);
            }
        });
        return states;
    }

    /** Only what becomes a register. */
    private static DatasetMention kept(DatasetMention mention) {
        return new DatasetMention(
                mention.id(),
                mention.schema(),
                null,
                null,
                List.of(),
                mention.lifecycle(),
                mention.symlinks(),
                null,
                null,
                null,
                null,
                List.of());
    }

    private static Stream<DatasetMention> mentions(LoggedFacts event) {
        return event.facts() instanceof DatasetFacts dataset
                ? Stream.of(dataset.dataset())
                : Stream.concat(event.facts().inputs().stream(), event.facts().outputs().stream());
    }

    /** Returns the job an event is of, if it is of one, and those it links it to. */
    public static Map<JobId, EntityState> jobs(LoggedFacts event) {
        Map<JobId, EntityState> states = new TreeMap<>();
        if (event.facts() instanceof RunFacts run) {
            states.put(run.job().id(), job(event, run.job()));
        } else if (event.facts() instanceof JobFacts job) {
            states.put(job.job().id(), job(event, job.job()));
        }
        Instant time = event.facts().eventTime();
        EntityState seen = new EntityState(time, time, Map.of());
        JobPairs.of(event.facts()).forEach(link -> {
            states.putIfAbsent(link.from(), seen);
            states.putIfAbsent(link.to(), seen);
        });
        return states;
    }

    private static EntityState job(LoggedFacts event, JobMention job) {
        Instant time = event.facts().eventTime();
        Map<String, Register> registers = new HashMap<>();
        if (job.type() != null) {
            registers.put("type", new Register(time, event.digest(), FactsCodec.tree(job.type())));
        } else if (job.deletedFacets().contains("jobType")) {
            registers.put("type", new Register(time, event.digest(), null));
        }
        return new EntityState(time, time, registers);
    }

    /** Shows a dataset. */
    public static DatasetView view(DatasetId id, EntityState state) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("namespace", id.namespace()).put("name", id.name());
        for (String register : DATASET_FACETS.keySet()) {
            JsonNode value = state.value(register);
            if (value != null) {
                tree.set(register, value);
            }
        }
        DatasetMention shown = FactsCodec.mentionFromTree(tree);
        return new DatasetView(
                id, shown.schema(), shown.lifecycle(), shown.symlinks(), state.firstSeen(), state.lastSeen());
    }

    /** Shows a job with the datasets it reads and writes with effect. */
    public static JobView view(JobId id, EntityState state, List<DatasetId> inputs, List<DatasetId> outputs) {
        JsonNode type = state.value("type");
        return new JobView(
                id,
                type == null ? null : FactsCodec.jobTypeFromTree(type),
                inputs.stream().sorted().toList(),
                outputs.stream().sorted().toList(),
                state.firstSeen(),
                state.lastSeen(),
                0);
    }
}
