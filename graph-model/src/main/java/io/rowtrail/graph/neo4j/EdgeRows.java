package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.Transformation;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeReach;
import io.rowtrail.graph.fold.EdgeSource.Found;
import io.rowtrail.graph.fold.RegionText;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Value;

/** Edges to and from relationships. */
final class EdgeRows {

    /** What every query that reads edges returns; {@code a} and {@code b} are the end nodes, {@code r} the edge. */
    static final String RETURN =
            " RETURN type(r) AS type, properties(r) AS r, a.namespace AS fromNamespace, a.name AS fromName,"
                    + " a.field AS fromField, b.namespace AS toNamespace, b.name AS toName, b.field AS toField";

    private EdgeRows() {}

    static String type(Edge edge) {
        if (edge instanceof Edge.Read) {
            return "READ_BY";
        }
        if (edge instanceof Edge.Write) {
            return "WRITES";
        }
        return edge instanceof Edge.Flow ? "FLOWS_TO" : "DERIVES";
    }

    /** A row of {@code UNWIND}: {@code key}, {@code from}, {@code to} and the properties to set. */
    static Map<String, Object> row(Keys keys, Edge edge, EdgeReach reach) {
        Map<String, Object> row = new HashMap<>();
        row.put("key", keys.of(edge));
        Map<String, Object> properties = new HashMap<>();
        row.put("properties", properties);
        if (edge instanceof Edge.Read read) {
            row.put("from", keys.of(read.dataset()));
            row.put("to", keys.of(read.job()));
        } else if (edge instanceof Edge.Write write) {
            row.put("from", keys.of(write.job()));
            row.put("to", keys.of(write.dataset()));
        } else if (edge instanceof Edge.Flow flow) {
            row.put("from", keys.of(flow.from()));
            row.put("to", keys.of(flow.to()));
            job(properties, flow.job());
        } else if (edge instanceof Edge.Derive derive) {
            row.put("from", keys.of(derive.edge().from()));
            row.put("to", keys.of(derive.edge().to()));
            job(properties, derive.job());
            Transformation how = derive.edge().transformation();
            properties.put("type", how.type());
            properties.put("subtype", how.subtype());
            properties.put("description", how.description());
            if (how.masking() != null) {
                properties.put("masking", how.masking());
            }
        }
        properties.put("named", RegionText.write(reach.named()));
        properties.put("effective", RegionText.write(reach.effective()));
        properties.put("toldBy", reach.toldBy().toString());
        if (reach.madeBy() != null) {
            properties.put("madeBy", reach.madeBy().toString());
        }
        properties.put("now", reach.effect(TimePoint.NOW).map(Effect::wire).orElse("past"));
        return row;
    }

    private static void job(Map<String, Object> properties, @Nullable JobId job) {
        if (job != null) {
            properties.put("jobNamespace", job.namespace());
            properties.put("jobName", job.name());
        }
    }

    /** Reads a record of {@link #RETURN}. */
    static Found found(Record row) {
        Value r = row.get("r");
        return new Found(edge(row, r), reach(r));
    }

    private static Edge edge(Record row, Value r) {
        String fromNamespace = row.get("fromNamespace").asString();
        String fromName = row.get("fromName").asString();
        String toNamespace = row.get("toNamespace").asString();
        String toName = row.get("toName").asString();
        JobId job = r.get("jobName").isNull()
                ? null
                : new JobId(r.get("jobNamespace").asString(), r.get("jobName").asString());
        return switch (row.get("type").asString()) {
            case "READ_BY" -> new Edge.Read(new DatasetId(fromNamespace, fromName), new JobId(toNamespace, toName));
            case "WRITES" -> new Edge.Write(new JobId(fromNamespace, fromName), new DatasetId(toNamespace, toName));
            case "FLOWS_TO" ->
                new Edge.Flow(new DatasetId(fromNamespace, fromName), new DatasetId(toNamespace, toName), job);
            default ->
                new Edge.Derive(
                        new ColumnEdge(
                                new ColumnRef(
                                        new DatasetId(fromNamespace, fromName),
                                        row.get("fromField").asString()),
                                new ColumnRef(
                                        new DatasetId(toNamespace, toName),
                                        row.get("toField").asString()),
                                new Transformation(
                                        r.get("type").asString(),
                                        r.get("subtype").asString(),
                                        r.get("description").asString(),
                                        r.get("masking").isNull()
                                                ? null
                                                : r.get("masking").asBoolean())),
                        job);
        };
    }

    /** Reads the properties of a relationship. */
    static EdgeReach reach(Value r) {
        return new EdgeReach(
                RegionText.read(r.get("named").asString()),
                RegionText.read(r.get("effective").asString()),
                EntryRef.parse(r.get("toldBy").asString()),
                r.get("madeBy").isNull() ? null : EntryRef.parse(r.get("madeBy").asString()));
    }
}
