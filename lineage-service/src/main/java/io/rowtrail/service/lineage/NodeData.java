package io.rowtrail.service.lineage;

import io.rowtrail.graph.DatasetView;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.Lifetime;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of an answer are, a few questions for all of them. Small answers have each node's schema or newest run;
 * large ones leave those to the catalogue's calls, and have the same members otherwise.
 */
@ApplicationScoped
public class NodeData {
    private static final int DETAILED = 200;

    private final LineageReader graph;

    @Inject
    NodeData(LineageReader graph) {
        this.graph = graph;
    }

    /** What is known of some nodes. */
    interface Known {
        /** Its shape; null when it has gone meanwhile. */
        @Nullable
        Object of(NodeId id);

        /** {@code DATASET} or {@code JOB}. */
        default String type(NodeId id) {
            return id instanceof JobId ? "JOB" : "DATASET";
        }
    }

    Known of(List<NodeId> nodes, GraphAnswer.Edges edges, TimePoint at) {
        return nodes.size() <= DETAILED ? detailed(nodes, at) : brief(nodes, edges);
    }

    private Known detailed(List<NodeId> nodes, TimePoint at) {
        List<DatasetId> datasets = new ArrayList<>();
        List<JobId> jobs = new ArrayList<>();
        for (NodeId node : nodes) {
            if (node instanceof JobId job) {
                jobs.add(job);
            } else if (node instanceof DatasetId dataset) {
                datasets.add(dataset);
            }
        }
        LineageReader then = graph.at(at);
        Map<DatasetId, DatasetView> datasetViews = then.datasets(datasets);
        Map<JobId, JobView> jobViews = then.jobs(jobs);
        Map<JobId, RunView> runs = then.latestRuns(jobs);
        return id -> {
            if (id instanceof JobId job) {
                JobView view = jobViews.get(job);
                return view == null ? null : Shapes.Job.of(view, runs.get(job));
            }
            DatasetView view = id instanceof DatasetId dataset ? datasetViews.get(dataset) : null;
            return view == null ? null : Shapes.Dataset.of(view);
        };
    }

    private Known brief(List<NodeId> nodes, GraphAnswer.Edges edges) {
        Map<NodeId, Lifetime> lifetimes = graph.lifetimes(nodes);
        return id -> {
            Lifetime lifetime = lifetimes.getOrDefault(id, new Lifetime(Instant.EPOCH, Instant.EPOCH));
            return id instanceof JobId job
                    ? Shapes.Job.brief(job, lifetime, edges)
                    : Shapes.Dataset.brief((DatasetId) id, lifetime);
        };
    }
}
