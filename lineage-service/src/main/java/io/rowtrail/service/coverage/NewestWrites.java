package io.rowtrail.service.coverage;

import io.rowtrail.graph.Effect;
import io.rowtrail.graph.JobView;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What every job's newest run that took effect wrote, as far as the caller may know of it. */
@ApplicationScoped
class NewestWrites {
    private static final int MOST_JOBS = 5_000;
    private static final int AT_ONCE = 500;
    /** Newer runs that failed or are running still hide the one that counts; more of them are not looked through. */
    private static final int MOST_TRIES = 20;

    private final LineageReader graph;

    @Inject
    NewestWrites(LineageReader graph) {
        this.graph = graph;
    }

    /** One output of one run. */
    record Write(RunView run, DatasetMention output) {
        DatasetId dataset() {
            return output.id();
        }
    }

    /**
     * What was found.
     *
     * @param all by job, then dataset
     * @param truncated whether there are more jobs than are looked at
     * @param hidden how many inputs and outputs the caller may not know of
     */
    record Found(List<Write> all, boolean truncated, int hidden) {}

    Found newest() {
        List<Write> writes = new ArrayList<>();
        int seen = 0;
        int hidden = 0;
        for (String namespace : graph.namespaces()) {
            PageRequest request = PageRequest.first(AT_ONCE);
            while (request != null) {
                Page<JobView> jobs = graph.jobs(namespace, request);
                seen += jobs.items().size();
                if (seen > MOST_JOBS) {
                    return new Found(writes, true, hidden);
                }
                for (RunView run :
                        effective(jobs.items().stream().map(JobView::id).toList())) {
                    hidden += run.hidden();
                    run.outputs().forEach(output -> writes.add(new Write(run, output)));
                }
                request = jobs.next() == null ? null : new PageRequest(AT_ONCE, jobs.next());
            }
        }
        return new Found(writes, false, hidden);
    }

    private List<RunView> effective(List<JobId> jobs) {
        Map<JobId, RunView> newest = graph.latestRuns(jobs);
        List<RunView> runs = new ArrayList<>();
        for (JobId job : jobs) {
            RunView run = newest.get(job);
            if (run == null || run.effect() == Effect.EFFECTIVE) {
                if (run != null) {
                    runs.add(run);
                }
                continue;
            }
            graph.runs(job, PageRequest.first(MOST_TRIES)).items().stream()
                    .filter(before -> before.effect() == Effect.EFFECTIVE)
                    .findFirst()
                    .ifPresent(runs::add);
        }
        return runs;
    }
}
