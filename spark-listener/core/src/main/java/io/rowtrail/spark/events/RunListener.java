package io.rowtrail.spark.events;

import io.rowtrail.spark.config.Guard;
import io.rowtrail.spark.write.LiveRuns;
import io.rowtrail.spark.write.PlannedRun;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;

/**
 * Hears of executions on Spark's listener thread, finds the run on the command's node, and says what became of it. A START that is
 * heard of too late, when the execution has ended already, is said with its own time just before the end.
 */
public final class RunListener extends SparkListener {
    private static final int MOST_OPEN = 1_000;

    private final RunEvents events;
    private final EventSender sender;
    private final LiveRuns live;
    private final Guard guard;
    private final Map<Long, Instant> open = new LinkedHashMap<>();
    private final Map<Long, Boolean> said = new LinkedHashMap<>();

    public RunListener(RunContext context, EventSender sender, LiveRuns live, Guard guard) {
        this.events = new RunEvents(context, sender::totals);
        this.sender = sender;
        this.live = live;
        this.guard = guard;
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
        if (event instanceof SparkListenerSQLExecutionStart start) {
            guard.run("events.start", () -> started(start));
        } else if (event instanceof SparkListenerSQLExecutionEnd end) {
            guard.run("events.end", () -> ended(end));
        }
    }

    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd event) {
        guard.run("events.close", sender::close);
    }

    private void started(SparkListenerSQLExecutionStart start) {
        Instant time = Instant.ofEpochMilli(start.time());
        open.put(start.executionId(), time);
        if (open.size() > MOST_OPEN) {
            open.remove(open.keySet().iterator().next());
        }
        QueryExecution execution = SQLExecution.getQueryExecution(start.executionId());
        if (execution != null) {
            run(execution).ifPresent(run -> {
                said.put(start.executionId(), true);
                sender.send(inSession(execution, () -> events.started(run, time)));
            });
        }
    }

    private void ended(SparkListenerSQLExecutionEnd end) {
        Instant begin = open.remove(end.executionId());
        boolean startSaid = said.remove(end.executionId()) != null;
        QueryExecution execution = end.qe();
        if (execution == null) {
            return;
        }
        Optional<PlannedRun> found = run(execution);
        if (found.isEmpty()) {
            return;
        }
        PlannedRun run = found.get();
        Instant time = Instant.ofEpochMilli(end.time());
        if (!startSaid) {
            sender.send(inSession(execution, () -> events.started(run, begin == null ? time : begin)));
        }
        scala.Option<Throwable> failure = end.executionFailure();
        sender.send(inSession(
                execution,
                () -> failure != null && failure.isDefined()
                        ? events.failed(run, time, firstLine(failure.get()))
                        : events.completed(run, time)));
        live.remove(run);
    }

    private static Optional<PlannedRun> run(QueryExecution execution) {
        Optional<PlannedRun> run = PlannedRun.of(execution.logical());
        return run.isPresent() ? run : PlannedRun.of(execution.analyzed());
    }

    /** Catalogs look for the thread's session. */
    private static String inSession(QueryExecution execution, java.util.function.Supplier<String> body) {
        SparkSession.setActiveSession(execution.sparkSession());
        try {
            return body.get();
        } finally {
            SparkSession.clearActiveSession();
        }
    }

    private static String firstLine(Throwable failure) {
        String text = failure.getClass().getName() + ": " + failure.getMessage();
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
