package io.rowtrail.graph.fold;

import io.rowtrail.graph.JobLink;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.JobMention;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunFacts.JobDependency;
import java.util.LinkedHashSet;
import java.util.Set;

/** The jobs one event joins: its parent, the jobs before and after it, and those named as sources of explicit lineage. */
final class JobPairs {

    /** One job leading to another. */
    record Pair(JobId from, JobId to, JobLink.Kind kind) {}

    private final Set<Pair> pairs = new LinkedHashSet<>();

    private JobPairs() {}

    static Set<Pair> of(EventFacts facts) {
        JobPairs jobs = new JobPairs();
        if (facts instanceof RunFacts run) {
            jobs.control(run);
            jobs.data(run.job(), run);
        } else if (facts instanceof JobFacts job) {
            jobs.data(job.job(), job);
        }
        return jobs.pairs;
    }

    private void control(RunFacts run) {
        JobId job = run.job().id();
        if (run.parent() != null) {
            add(run.parent().job(), job, JobLink.Kind.PARENT);
        }
        for (JobDependency dependency : run.dependencies()) {
            boolean before = dependency.side() == JobDependency.Side.UPSTREAM;
            add(before ? dependency.job() : job, before ? job : dependency.job(), JobLink.Kind.DEPENDENCY);
        }
    }

    private void data(JobMention job, EventFacts facts) {
        job.lineage().forEach(lineage -> data(job.id(), lineage));
        for (DatasetMention output : facts.outputs()) {
            output.lineage().forEach(lineage -> data(job.id(), lineage));
        }
    }

    /** A job named as the source of a dataset leads to the job that tells of writing it. */
    private void data(JobId job, ExplicitLineage lineage) {
        JobId to = lineage.target() instanceof JobId target ? target : job;
        for (ExplicitLineage.Source source : lineage.sources()) {
            if (source.node() instanceof JobId from) {
                add(from, to, JobLink.Kind.DATA);
            }
        }
    }

    private void add(JobId from, JobId to, JobLink.Kind kind) {
        if (!from.equals(to)) {
            pairs.add(new Pair(from, to, kind));
        }
    }
}
