package io.rowtrail.service.lineage;

import io.rowtrail.graph.Direction;
import io.rowtrail.graph.Limits;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.service.http.Params;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The parameters every question about what is reachable takes, each bounded by the service. */
public final class WalkParams {
    private static final int EDGES_A_NODE = 20;

    @Parameter(description = "Most steps from dataset to dataset, or from column to column")
    @QueryParam("depth")
    @Nullable
    String depth;

    @BeanParam
    TimeParams time = new TimeParams();

    @Parameter(description = "Most nodes of one answer, to 20000")
    @QueryParam("limit")
    @Nullable
    String limit;

    @Parameter(description = "The next of an answer that was cut")
    @QueryParam("cursor")
    @Nullable
    String cursor;

    @Parameter(description = "Most milliseconds to walk, to 30000")
    @QueryParam("timeout")
    @Nullable
    String timeout;

    @Parameter(description = "true also follows what was only attempted")
    @QueryParam("attempted")
    @Nullable
    String attempted;

    @Parameter(description = "true also follows column lineage that the latest run of its job no longer tells of")
    @QueryParam("former")
    @Nullable
    String former;

    /** The question, of as many nodes as were answered before and are wanted now. */
    LineageQuery query(NodeId start, Direction direction, int standardDepth) {
        int nodes = Math.min(Cursors.MOST, skip() + wanted());
        LineageQuery query = LineageQuery.of(start, Params.integer("depth", depth, standardDepth, 0, 1_000), direction)
                .at(time.at())
                .within(new Limits(
                        nodes,
                        nodes * EDGES_A_NODE,
                        Duration.ofMillis(Params.integer("timeout", timeout, 10_000, 1, 30_000))));
        LineageQuery followed = Params.flag("former", former) ? query.withFormer() : query;
        return Params.flag("attempted", attempted) ? followed.withAttempted() : followed;
    }

    /** How many nodes earlier answers had. */
    int skip() {
        return Cursors.read(cursor);
    }

    private int wanted() {
        return Params.integer("limit", limit, 2_000, 1, 20_000);
    }

    /** The cursor to go on with after an answer that was cut for its number of nodes; null when there is none. */
    @Nullable
    String next(boolean truncated, int nodes) {
        return truncated && nodes == skip() + wanted() && nodes < Cursors.MOST ? Cursors.after(nodes) : null;
    }
}
