package io.rowtrail.graph.fold;

import io.rowtrail.graph.DatasetName;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.JobLink;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.Visibility;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Lists what joins datasets to other names and jobs to other jobs, as known at a time. */
public final class JoinedNames {

    private JoinedNames() {}

    private static EdgeSource.Scope all(TimePoint at) {
        return new EdgeSource.Scope(at, Effect.ATTEMPTED, Integer.MAX_VALUE);
    }

    /** Returns the other names of a dataset, sorted; none when the asker may not know of it. */
    public static List<DatasetName> of(EdgeSource source, DatasetId dataset, TimePoint at, Visibility visibility) {
        EdgeSource.Scope all = all(at);
        List<EdgeSource.Found> found = new ArrayList<>();
        Set<DatasetId> physical = new TreeSet<>();
        for (EdgeSource.Found one : source.names(List.of(dataset), all)) {
            if (one.edge() instanceof Edge.Name name && visibility.sees(name.from()) && visibility.sees(name.to())) {
                found.add(one);
                physical.add(name.from());
            }
        }
        Map<DatasetId, Integer> claims = new HashMap<>();
        for (EdgeSource.Found one : physical.isEmpty() ? found : source.names(physical, all)) {
            if (one.edge() instanceof Edge.Name name
                    && name.kind() == Edge.Name.Kind.ALIAS
                    && visibility.sees(name.to())) {
                claims.merge(name.from(), 1, Integer::sum);
            }
        }
        List<DatasetName> names = new ArrayList<>();
        for (EdgeSource.Found one : found) {
            if (one.edge() instanceof Edge.Name name) {
                boolean renamed = name.kind() == Edge.Name.Kind.RENAME;
                boolean ambiguous = !renamed && claims.getOrDefault(name.from(), 0) > 1;
                names.add(new DatasetName(
                        name.from(), name.to(), renamed, ambiguous, one.facts().get()));
            }
        }
        return names.stream().distinct().sorted().toList();
    }

    /** Returns the links of a job, sorted; none when the asker may not know of it. */
    public static List<JobLink> of(EdgeSource source, JobId job, TimePoint at, Visibility visibility) {
        List<JobLink> links = new ArrayList<>();
        for (EdgeSource.Found one : source.links(List.of(job), all(at))) {
            if (one.edge() instanceof Edge.Link link
                    && visibility.sees(link.from())
                    && visibility.sees(link.to())
                    && visibility.sees(link.job())) {
                links.add(new JobLink(
                        link.from(), link.to(), link.kind(), one.facts().get()));
            }
        }
        return links.stream().sorted().toList();
    }
}
