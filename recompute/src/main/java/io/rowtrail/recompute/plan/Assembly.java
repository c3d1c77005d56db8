package io.rowtrail.recompute.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.spark.current.ResolveCurrent;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.plan.Walk;
import io.rowtrail.trace.RowtrailColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;

/** Puts recorded plans into each other: a table whose snapshot is what one run's query yielded is replaced by that query. */
public final class Assembly {
    private static final int DEEPEST = 16;
    private static final int MOST = 64;

    private final Sessions sessions;
    private final String catalogue;
    private final JsonNode plans;
    private final Set<String> stored = new LinkedHashSet<>();
    private final Set<String> nondeterministic = new TreeSet<>();
    private int read;

    private Assembly(Sessions sessions, String catalogue, JsonNode plans) {
        this.sessions = sessions;
        this.catalogue = catalogue;
        this.plans = plans;
    }

    /**
     * The query of {@code run}.
     *
     * @param catalogue the only one whose tables are read
     * @param plans facets {@code rowtrail_plan} by run, as far as they are known
     * @throws FacetException if it cannot be run again
     */
    public static Assembled of(Sessions sessions, String catalogue, String run, JsonNode plans) {
        Assembly assembly = new Assembly(sessions, catalogue, plans);
        Assembled query = assembly.query(run, List.of());
        return new Assembled(
                query.session(),
                query.plan(),
                query.columns(),
                List.copyOf(assembly.stored),
                List.copyOf(assembly.nondeterministic));
    }

    private Assembled query(String run, List<String> path) {
        if (!plans.hasNonNull(run)) {
            throw new FacetException("the plan of run " + run + " is not known");
        }
        if (path.contains(run) || path.size() > DEEPEST || ++read > MOST) {
            throw new FacetException("the plans read each other without end");
        }
        PlanFacet facet = PlanFacet.from(plans.path(run));
        sameLine(facet.spark());
        SparkSession session = sessions.with(facet.settings());
        LogicalPlan text = new SafeText(session.sessionState().sqlParser(), catalogue).parse(facet.sql());
        List<String> below = new ArrayList<>(path);
        below.add(run);
        LogicalPlan whole = Walk.up(
                text,
                node -> node instanceof RelationTimeTravel travel
                        ? made(travel, facet, below).orElse(node)
                        : node);
        LogicalPlan plan;
        try {
            plan = session.sessionState()
                    .executePlan(whole, CommandExecutionMode.ALL())
                    .analyzed();
        } catch (Exception e) {
            throw new FacetException("what the recorded plan reads is not there any more, or not as it was", e);
        }
        if (Nodes.output(plan).size() != facet.columns().size()) {
            throw new FacetException("the recorded plan has other columns than its text");
        }
        nondeterministic.addAll(facet.nondeterministic());
        Walk.each(plan, this::noteStored);
        return new Assembled(session, plan, facet.columns(), List.of(), List.of());
    }

    private void sameLine(String version) {
        if (!line(version).equals(line(sessions.version()))) {
            throw new FacetException(
                    "the plan was recorded on Spark " + version + ", this worker runs " + sessions.version());
        }
    }

    private static String line(String version) {
        List<String> parts = List.of(version.split("\\.", -1));
        return parts.size() < 2 ? version : parts.get(0) + "." + parts.get(1);
    }

    /** The query that made the snapshot which is read. */
    private Optional<LogicalPlan> made(RelationTimeTravel travel, PlanFacet facet, List<String> path) {
        List<String> name = Seqs.java(((UnresolvedRelation) travel.relation()).multipartIdentifier());
        for (PlanFacet.Input input : facet.inputs()) {
            if (input.snapshot().equals(Optional.of(travel.version().get())) && name.equals(parts(input.relation()))) {
                if (input.run().isPresent()
                        && input.whole()
                        && plans.hasNonNull(input.run().get())) {
                    return inlined(input, path);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<LogicalPlan> inlined(PlanFacet.Input input, List<String> path) {
        try {
            return Optional.of(query(input.run().orElseThrow(), path).named());
        } catch (FacetException e) {
            stored.add(input.relation() + " is read as it was stored: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static List<String> parts(String relation) {
        try {
            return Seqs.java(CatalystSqlParser$.MODULE$.parseMultipartIdentifier(relation));
        } catch (Exception e) {
            return List.of();
        }
    }

    private void noteStored(LogicalPlan node) {
        if (node instanceof DataSourceV2Relation relation
                && ResolveCurrent.describe(relation).isEmpty()
                && Arrays.stream(relation.table().columns())
                        .anyMatch(column -> column.name().equalsIgnoreCase(RowtrailColumns.TAGS))
                && stored.stream().noneMatch(reason -> reason.startsWith(relation.name() + " "))) {
            stored.add(relation.name() + " is read as it was stored: the plan of the run that wrote it is not known,"
                    + " or others wrote it too");
        }
    }
}
