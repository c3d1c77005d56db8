package io.rowtrail.quickstart.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Java program to run on the launcher's own JDK.
 *
 * @param options options of the virtual machine
 * @param classPath class path; empty when {@code program} starts with {@code -jar}
 * @param program main class and arguments, or {@code -jar} and arguments
 * @param environment variables set beside those of the launcher
 */
public record JavaCommand(
        List<String> options, String classPath, List<String> program, Map<String, String> environment) {
    public JavaCommand {
        options = List.copyOf(options);
        program = List.copyOf(program);
        environment = Map.copyOf(environment);
    }

    /**
     * The process to start. Its first argument is {@code mark}, by which it can be recognised in a process list; the
     * class path goes through the environment so that the command line stays short enough to be read back whole.
     */
    ProcessBuilder builder(String mark) {
        List<String> line = new ArrayList<>(Detached.prefix());
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add(mark);
        line.addAll(options);
        line.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(environment);
        if (classPath.isEmpty()) {
            builder.environment().remove("CLASSPATH");
        } else {
            builder.environment().put("CLASSPATH", classPath);
        }
        return builder;
    }
}
