package io.rowtrail.audit.postgres;

import io.rowtrail.audit.LogName;
import io.rowtrail.audit.note.CheckpointStore;
import io.rowtrail.audit.note.FileCheckpointStore;
import java.nio.file.Path;

/**
 * Which log to open and what lies outside the database.
 *
 * @param name its slug
 * @param origin first line of its checkpoints, world-wide unique and never changed: a host and path without scheme,
 *     without spaces and {@code +}
 * @param keyDirectory its key files, made on first use
 * @param checkpointStore the memory of the last checkpoint signed
 * @param limits of the append queue
 */
public record LogSettings(
        LogName name, String origin, Path keyDirectory, CheckpointStore checkpointStore, AppendLimits limits) {
    public LogSettings {
        // Notes the log signs that are no checkpoints begin so.
        if (origin.startsWith("rowtrail/")) {
            throw new IllegalArgumentException("an origin begins with a host's name");
        }
    }

    /**
     * Keys in {@code {directory}/{name}}, the last checkpoint in the file {@code checkpoint} there, limits by default.
     */
    public static LogSettings of(LogName name, String origin, Path directory) {
        Path own = directory.resolve(name.value());
        return new LogSettings(
                name, origin, own, new FileCheckpointStore(own.resolve("checkpoint")), AppendLimits.DEFAULT);
    }

    public LogSettings withLimits(AppendLimits others) {
        return new LogSettings(name, origin, keyDirectory, checkpointStore, others);
    }
}
