package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeReach;
import io.rowtrail.graph.fold.RunFold;
import io.rowtrail.graph.fold.Stated;
import io.rowtrail.graph.fold.StatedColumns;
import io.rowtrail.graph.fold.Teller;
import io.rowtrail.graph.fold.TellerFold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the latest runs state of the columns of what they wrote. As known now that is looked up by the run an edge names. */
record StoredColumns(StoredEdges edges, Tellers tellers) {

    Map<Edge.Write, Set<ColumnEdge>> stated(Collection<Edge.Write> writes, TimePoint at) {
        return at.equals(TimePoint.NOW) ? now(writes) : then(writes, at);
    }

    private Map<Edge.Write, Set<ColumnEdge>> now(Collection<Edge.Write> writes) {
        Map<Edge.Write, Stated> latest = new HashMap<>();
        Set<Teller> runs = new HashSet<>();
        edges.reaches(new ArrayList<>(writes)).forEach((edge, reach) -> {
            Stated stated = reach.stated();
            if (stated != null && edge instanceof Edge.Write write) {
                latest.put(write, stated);
                runs.add(new Teller.OfRun(stated.run()));
            }
        });
        Map<Teller, List<LoggedFacts>> events = tellers.of(runs);
        Map<RunId, Set<ColumnEdge>> columns = new HashMap<>();
        events.forEach((teller, told) -> {
            if (teller instanceof Teller.OfRun run) {
                columns.put(run.run(), Set.copyOf(RunFold.view(told).columns()));
            }
        });
        Map<Edge.Write, Set<ColumnEdge>> stated = new HashMap<>();
        latest.forEach((write, word) -> stated.put(write, columns.getOrDefault(word.run(), Set.of())));
        return stated;
    }

    private Map<Edge.Write, Set<ColumnEdge>> then(Collection<Edge.Write> writes, TimePoint at) {
        Set<JobId> jobs = new TreeSet<>();
        writes.forEach(write -> jobs.add(write.job()));
        Map<RunId, Map<Edge, EdgeReach>> runs = new HashMap<>();
        tellers.ofJobs(jobs).forEach((teller, told) -> {
            if (teller instanceof Teller.OfRun run) {
                runs.put(run.run(), TellerFold.edges(told));
            }
        });
        Map<Edge.Write, Set<ColumnEdge>> stated = new HashMap<>();
        for (Edge.Write write : writes) {
            StatedColumns.latest(write, runs, at).ifPresent(columns -> stated.put(write, columns));
        }
        return stated;
    }
}
