package io.rowtrail.quickstart.process;

import java.time.Duration;
import java.util.List;

/** Ends the processes of a stack that no part answers for: tasks whose launcher died, parts that were never recorded. */
public final class Leftovers {
    private static final Duration STOP = Duration.ofSeconds(20);

    private Leftovers() {}

    /** Ends the recorded ones beside {@code parts}. */
    public static void endTasks(RunRecords records, List<String> parts) {
        for (String name : records.names()) {
            if (!parts.contains(name)) {
                records.read(name).flatMap(ProcessRecord::process).ifPresent(task -> Ending.end(task, name, STOP));
                records.delete(name);
            }
        }
    }

    /** Ends whatever still carries the mark of this stack. */
    public static void endMarked(RunRecords records) {
        Launch.allOf(records).forEach(process -> Ending.end(process, "a process of the stack", STOP));
    }
}
