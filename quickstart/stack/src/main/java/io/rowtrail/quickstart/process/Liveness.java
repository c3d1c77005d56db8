package io.rowtrail.quickstart.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a process still runs; one that has ended and only waits to be reaped does not (a container's init may not). */
public final class Liveness {
    private Liveness() {}

    public static boolean runs(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    private static boolean isZombie(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            // "pid (command) state ...", where the command may hold anything, also a closing parenthesis.
            String line = Files.isReadable(stat) ? Files.readString(stat, StandardCharsets.ISO_8859_1) : "";
            int end = line.lastIndexOf(')');
            return end >= 0 && line.startsWith(") Z", end);
        } catch (IOException gone) {
            return false;
        }
    }
}
