package io.rowtrail.spark.tags;

import io.rowtrail.tags.Allowance;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryConsumer;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.TaskMemoryManager;

/**
 * What the sets that one task collects may take of memory: no more than the budget, and no more than Spark's own memory
 * manager has left for the task. Used by the task's thread only.
 */
final class TaskAllowance extends MemoryConsumer implements Allowance {
    /** Asked for at once: Spark's memory manager is shared by all tasks, and locks. */
    private static final long PORTION = 1 << 20;

    private static final Map<Long, TaskAllowance> OF_TASKS = new ConcurrentHashMap<>();

    private final long budget;
    private long taken;
    private long granted;

    private TaskAllowance(TaskMemoryManager memory, long budget) {
        super(memory, MemoryMode.ON_HEAP);
        this.budget = budget;
    }

    /** The running task's; endless outside of one. */
    static Allowance of(TagStyle.Budget budget) {
        TaskContext task = TaskContext.get();
        if (task == null || budget.bytes() == Long.MAX_VALUE) {
            return ENDLESS;
        }
        TaskAllowance known = OF_TASKS.get(task.taskAttemptId());
        return known != null ? known : opened(task, budget.bytes());
    }

    private static TaskAllowance opened(TaskContext task, long budget) {
        TaskAllowance allowance = new TaskAllowance(task.taskMemoryManager(), budget);
        OF_TASKS.put(task.taskAttemptId(), allowance);
        task.addTaskCompletionListener(ended -> {
            OF_TASKS.remove(ended.taskAttemptId());
            allowance.freeMemory(allowance.granted);
        });
        return allowance;
    }

    @Override
    public boolean take(long bytes) {
        if (bytes > budget - taken) {
            return false;
        }
        long more = taken + bytes - granted;
        if (more > 0) {
            long asked = Math.max(more, Math.min(PORTION, budget - granted));
            long got = acquireMemory(asked);
            if (got < more) {
                freeMemory(got);
                return false;
            }
            granted += got;
        }
        taken += bytes;
        return true;
    }

    @Override
    public void giveBack(long bytes) {
        taken -= bytes;
    }

    /** Nothing of it can be written out: what is asked for by others is theirs only when the sets are done. */
    @Override
    public long spill(long size, MemoryConsumer trigger) {
        return 0;
    }
}
