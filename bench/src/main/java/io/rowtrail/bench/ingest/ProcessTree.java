package io.rowtrail.bench.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processor time of a process and all its descendants, those included that have ended and were waited for, from
 * {@code /proc/<pid>/stat} (proc(5): utime 14, stime 15, cutime 16, cstime 17).
 *
 * @param root the topmost process
 */
record ProcessTree(long root) {
    /** The kernel's clock ticks a second, 100 on every Linux that Java runs on. */
    private static final long TICK_MILLIS = 10;

    long cpuMillis() throws IOException {
        Map<Long, List<Long>> children = new HashMap<>();
        Map<Long, String[]> stats = new HashMap<>();
        try (var directories = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path directory : directories) {
                read(directory, stats, children);
            }
        }
        return ticks(root, stats, children, true) * TICK_MILLIS;
    }

    private static void read(Path directory, Map<Long, String[]> stats, Map<Long, List<Long>> children) {
        try {
            String text = Files.readString(directory.resolve("stat"));
            long pid = Long.parseLong(directory.getFileName().toString());
            // the name in parentheses may hold spaces; what follows it begins with field 3
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            stats.put(pid, fields);
            children.computeIfAbsent(Long.parseLong(fields[1]), p -> new ArrayList<>())
                    .add(pid);
        } catch (IOException gone) {
            // ended between listing and reading
        }
    }

    private static long ticks(long pid, Map<Long, String[]> stats, Map<Long, List<Long>> children, boolean withEnded) {
        String[] fields = stats.get(pid);
        long sum = fields == null ? 0 : field(fields, 14) + field(fields, 15);
        if (fields != null && withEnded) {
            sum += field(fields, 16) + field(fields, 17);
        }
        for (long child : children.getOrDefault(pid, List.of())) {
            sum += ticks(child, stats, children, withEnded);
        }
        return sum;
    }

    private static long field(String[] fields, int number) {
        return Long.parseLong(fields[number - 3]);
    }
}
