package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.JobLink;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.facts.Transformation;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeReach;
import io.rowtrail.graph.fold.EdgeSource;
import io.rowtrail.graph.fold.EdgeSource.Found;
import io.rowtrail.graph.fold.EdgeSource.Standing;
import io.rowtrail.graph.fold.RegionText;
import io.rowtrail.graph.fold.Stated;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;

/** Edges to and from relationships. */
final class EdgeRows {

    private static final Set<String> STATED = Set.of("stated", "statedSince", "statedRun");

    private static final String TEXTS =
            "r.named AS named, r.effective AS effective, r.toldBy AS toldBy, r.madeBy AS madeBy";

    /**
     * What a query for reads, writes and flows returns; {@code b} is the far end, {@code r} the edge. Of a flow that a job
     * tells of only that it holds is asked now, so that its texts stay where they are.
     */
    static final String BRIEF =
            " WITH key, r, b, $brief AND r.jobName IS NOT NULL AS brief LIMIT $most RETURN key, type(r) AS edge,"
                    + " b.namespace AS namespace, b.name AS name, r.jobNamespace AS jobNamespace, r.jobName AS jobName,"
                    + " r.now AS now, CASE WHEN brief THEN null ELSE r.named END AS named,"
                    + " CASE WHEN brief THEN null ELSE r.effective END AS effective,"
                    + " r.toldBy AS toldBy, r.madeBy AS madeBy";

    /** What a query for column edges returns. */
    static final String COLUMNS =
            " WITH key, a, r, b LIMIT $most RETURN key, a.field AS near, b.namespace AS namespace,"
                    + " b.name AS name, b.field AS field, r.jobNamespace AS jobNamespace, r.jobName AS jobName, r.type AS type,"
                    + " r.subtype AS subtype, r.description AS description, r.masking AS masking, r.former AS former,"
                    + " r.now AS now, "
                    + TEXTS;

    /** What a query for all there is of edges returns, each from its beginning {@code a}. */
    static final String WHOLE =
            " RETURN type(r) AS edge, a.namespace AS nearNamespace, a.name AS nearName, a.field AS near,"
                    + " b.namespace AS namespace, b.name AS name, b.field AS field, r.jobNamespace AS jobNamespace,"
                    + " r.jobName AS jobName, r.type AS type, r.subtype AS subtype, r.description AS description,"
                    + " r.masking AS masking, r.former AS former, r.now AS now, r.via AS via, r.stated AS stated,"
                    + " r.statedSince AS statedSince, r.statedRun AS statedRun, " + TEXTS;

    /** What many edges have in common: where they hold, told without evidence. */
    private final Map<String, Optional<EdgeFacts>> known = new HashMap<>();

    private final TimePoint at;

    /** Reads rows as seen from a time. */
    EdgeRows(TimePoint at) {
        this.at = at;
    }

    static String type(Edge edge) {
        if (edge instanceof Edge.Read) {
            return "READ_BY";
        }
        if (edge instanceof Edge.Write) {
            return "WRITES";
        }
        if (edge instanceof Edge.Link) {
            return "LEADS_TO";
        }
        if (edge instanceof Edge.Name) {
            return "NAMED";
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
        } else if (edge instanceof Edge.Link link) {
            row.put("from", keys.of(link.from()));
            row.put("to", keys.of(link.to()));
            job(properties, link.job());
            properties.put("via", link.kind().name());
        } else if (edge instanceof Edge.Name name) {
            row.put("from", keys.of(name.from()));
            row.put("to", keys.of(name.to()));
            properties.put("via", name.kind().name());
        }
        reach(properties, edge, reach);
        return row;
    }

    private static void reach(Map<String, Object> properties, Edge edge, EdgeReach reach) {
        if (edge instanceof Edge.Write) {
            Stated stated = reach.stated();
            properties.put("statedSince", stated == null ? null : stated.since().toString());
            properties.put("statedRun", stated == null ? null : stated.run().uuid());
            properties.put("stated", stated == null ? null : stated.mapping());
        }
        properties.put("named", RegionText.write(reach.named()));
        properties.put("effective", RegionText.write(reach.effective()));
        properties.put("toldBy", reach.toldBy().toString());
        if (reach.madeBy() != null) {
            properties.put("madeBy", reach.madeBy().toString());
        }
        properties.put("now", reach.effect(TimePoint.NOW).map(Effect::wire).orElse("past"));
    }

    /** A row of {@code UNWIND} for an edge that is stored: {@code key} and the properties that change. */
    static Map<String, Object> change(Keys keys, Edge edge, EdgeReach then, EdgeReach now) {
        Map<String, Object> properties = new HashMap<>();
        reach(properties, edge, now);
        Map<String, Object> before = new HashMap<>();
        reach(before, edge, then);
        before.forEach((name, value) -> {
            if (!properties.containsKey(name)) {
                properties.put(name, null);
            } else if (Objects.equals(properties.get(name), value)) {
                properties.remove(name);
            }
        });
        return Map.of("key", keys.of(edge), "properties", properties);
    }

    /** Says whether a row of {@link #change} changes no more than which run tells of columns last. */
    static boolean restates(Map<String, Object> row) {
        return row.get("properties") instanceof Map<?, ?> properties && STATED.containsAll(properties.keySet());
    }

    private static void job(Map<String, Object> properties, @Nullable JobId job) {
        if (job != null) {
            properties.put("jobNamespace", job.namespace());
            properties.put("jobName", job.name());
        }
    }

    /** Says whether a row is of an edge that is wanted. */
    boolean holds(Record row, EdgeSource.Scope scope) {
        return at.equals(TimePoint.NOW)
                || facts(row).filter(facts -> scope.wants(facts.effect())).isPresent();
    }

    /** What is known of an edge; empty when it does not hold. */
    Optional<EdgeFacts> facts(Record row) {
        String where = row.get("named").asString() + '\n' + row.get("effective").asString();
        return known.computeIfAbsent(where, t -> reach(row).facts(at))
                .map(facts -> facts.with(EdgeReach.evidence(toldBy(row), madeBy(row))));
    }

    private static EntryRef toldBy(Record row) {
        return EntryRef.parse(row.get("toldBy").asString());
    }

    private static @Nullable EntryRef madeBy(Record row) {
        return row.get("madeBy").isNull()
                ? null
                : EntryRef.parse(row.get("madeBy").asString());
    }

    Found outOf(Record row, DatasetId near) {
        return row.get("edge").asString().equals("READ_BY")
                ? found(new Edge.Read(near, job(row)), row)
                : found(new Edge.Flow(near, dataset(row), teller(row)), row);
    }

    Found into(Record row, DatasetId near) {
        return row.get("edge").asString().equals("WRITES")
                ? found(new Edge.Write(job(row), near), row)
                : found(new Edge.Flow(dataset(row), near, teller(row)), row);
    }

    Found ofJob(Record row, JobId near) {
        return row.get("edge").asString().equals("WRITES")
                ? found(new Edge.Write(near, dataset(row)), row)
                : found(new Edge.Read(dataset(row), near), row);
    }

    Found from(Record row, ColumnRef near) {
        return found(derive(near, column(row), row), row);
    }

    Found derivedInto(Record row, ColumnRef near) {
        return found(derive(column(row), near, row), row);
    }

    /** Reads the edge of a row of {@link #WHOLE}. */
    static Edge whole(Record row) {
        String namespace = row.get("nearNamespace").asString();
        String name = row.get("nearName").asString();
        return switch (row.get("edge").asString()) {
            case "READ_BY" -> new Edge.Read(new DatasetId(namespace, name), job(row));
            case "WRITES" -> new Edge.Write(new JobId(namespace, name), dataset(row));
            case "FLOWS_TO" -> new Edge.Flow(new DatasetId(namespace, name), dataset(row), teller(row));
            case "LEADS_TO" -> {
                JobId teller = teller(row);
                yield new Edge.Link(
                        new JobId(namespace, name),
                        job(row),
                        JobLink.Kind.valueOf(row.get("via").asString()),
                        teller == null ? job(row) : teller);
            }
            case "NAMED" ->
                new Edge.Name(
                        new DatasetId(namespace, name),
                        dataset(row),
                        Edge.Name.Kind.valueOf(row.get("via").asString()));
            default ->
                derive(
                        new ColumnRef(
                                new DatasetId(namespace, name), row.get("near").asString()),
                        column(row),
                        row);
        };
    }

    /** Reads a row of {@link #WHOLE} as an edge that holds. */
    Found wholly(Record row) {
        return found(whole(row), row);
    }

    private static Edge derive(ColumnRef from, ColumnRef to, Record row) {
        return new Edge.Derive(new ColumnEdge(from, to, transformation(row)), teller(row));
    }

    /** An edge that holds. */
    Found found(Edge edge, Record row) {
        if (!at.equals(TimePoint.NOW)) {
            return new Found(edge, known(row).effect(), () -> known(row));
        }
        Effect now = row.get("now").asString().equals("effective") ? Effect.EFFECTIVE : Effect.ATTEMPTED;
        boolean former = edge instanceof Edge.Derive && !row.get("former").isNull();
        return new Found(edge, now, () -> known(row), former ? Standing.FORMER : Standing.CURRENT);
    }

    private EdgeFacts known(Record row) {
        return facts(row).orElseThrow(() -> new IllegalStateException("an edge that does not hold was asked of"));
    }

    static JobId job(Record row) {
        return new JobId(row.get("namespace").asString(), row.get("name").asString());
    }

    static DatasetId dataset(Record row) {
        return new DatasetId(row.get("namespace").asString(), row.get("name").asString());
    }

    static ColumnRef column(Record row) {
        return new ColumnRef(dataset(row), row.get("field").asString());
    }

    private static @Nullable JobId teller(Record row) {
        return row.get("jobName").isNull()
                ? null
                : new JobId(
                        row.get("jobNamespace").asString(), row.get("jobName").asString());
    }

    private static Transformation transformation(Record row) {
        return new Transformation(
                row.get("type").asString(),
                row.get("subtype").asString(),
                row.get("description").asString(),
                row.get("masking").isNull() ? null : row.get("masking").asBoolean());
    }

    /** Reads where an edge holds. */
    static EdgeReach reach(Record row) {
        return new EdgeReach(
                RegionText.read(row.get("named").asString()),
                RegionText.read(row.get("effective").asString()),
                toldBy(row),
                madeBy(row),
                row.get("stated").isNull()
                        ? null
                        : new Stated(
                                Instant.parse(row.get("statedSince").asString()),
                                new RunId(row.get("statedRun").asString()),
                                row.get("stated").asString()));
    }
}
