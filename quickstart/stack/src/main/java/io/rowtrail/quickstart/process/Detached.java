package io.rowtrail.quickstart.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts a process out of reach of the terminal's Ctrl-C, which would end all parts at once and in no order: in a session
 * of its own, or, where {@code setsid} is missing, by ignoring the signal across {@code exec}.
 */
final class Detached {
    private Detached() {}

    /** Words to put before a command; all of them end in {@code exec}, so the process keeps its pid. */
    static List<String> prefix() {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, "setsid"))) {
                return List.of("setsid");
            }
        }
        return List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");
    }
}
