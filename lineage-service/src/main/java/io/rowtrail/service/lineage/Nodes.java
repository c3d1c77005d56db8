package io.rowtrail.service.lineage;

import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Node ids as callers write them, resolved to nodes of the graph. */
@ApplicationScoped
public class Nodes {
    private final LineageReader graph;

    @Inject
    Nodes(LineageReader graph) {
        this.graph = graph;
    }

    /** The node a text names; a text that could name several names the one that is in the graph. 404 when none is. */
    public NodeId known(String parameter, @Nullable String text) {
        return known(graph, parameter, text);
    }

    /** The same as it was at a time: what nobody had told of by then is not there. */
    public NodeId known(String parameter, @Nullable String text, TimePoint at) {
        return known(graph.at(at), parameter, text);
    }

    private static NodeId known(LineageReader then, String parameter, @Nullable String text) {
        String given = Params.required(parameter, text);
        try {
            return then.resolve(NodeId.readings(given))
                    .orElseThrow(() -> Problem.notFound("no such node").exception());
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                            parameter, "must be dataset:ns:name, job:ns:name, datasetField:ns:name:field or run:id")
                    .exception();
        }
    }

    /** The dataset that {@code dataset=}, or else {@code namespace=} and {@code name=}, names. */
    public DatasetId dataset(@Nullable String dataset, @Nullable String namespace, @Nullable String name) {
        if (dataset == null) {
            return named(Params.required("namespace", namespace), Params.required("name", name));
        }
        return datasetOf(dataset);
    }

    /** The dataset of a node id, whether the graph knows it or not; one it knows is preferred. */
    public DatasetId datasetOf(String text) {
        try {
            var readings = NodeId.readings(text);
            NodeId node = graph.resolve(readings).orElse(readings.get(0));
            if (node instanceof DatasetId dataset) {
                return dataset;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Problem.invalid("dataset", "must be dataset:ns:name").exception();
    }

    /** A run by {@code run:<uuid>} or the bare UUID. */
    public static RunId run(String parameter, @Nullable String text) {
        String given = Params.required(parameter, text);
        try {
            return RunId.parse(given.startsWith("run:") ? given.substring("run:".length()) : given);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(parameter, "must be run:<uuid>").exception();
        }
    }

    /** A dataset from parts, or 400. */
    static DatasetId named(String namespace, String name) {
        try {
            return new DatasetId(namespace, name);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("name", "is no dataset's name").exception();
        }
    }

    /** Node ids as callers read them. */
    static List<String> ids(List<? extends NodeId> nodes) {
        return nodes.stream().map(NodeId::nodeId).toList();
    }

    /** A column of a dataset. */
    static ColumnRef column(DatasetId dataset, String field) {
        return new ColumnRef(dataset, field);
    }
}
