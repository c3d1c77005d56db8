package io.rowtrail.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;

/**
 * The load generator {@code OlLoad.java}, which stands beside the project and not in it: compiled when it is needed, run in a
 * process of its own so that its work is not counted as ours.
 */
public final class Generator {
    private static final String SOURCE = "shared/bench/OlLoad.java";

    private final Path classes;

    private Generator(Path classes) {
        this.classes = classes;
    }

    /**
     * Looks for the source in the directories above the project.
     *
     * @param work where the compiled class goes
     * @return empty when it is nowhere
     */
    public static Optional<Generator> find(Path project, Path work) throws IOException {
        for (Path up = project.toAbsolutePath().normalize(); up != null; up = up.getParent()) {
            Path source = up.resolve(SOURCE);
            if (Files.isRegularFile(source)) {
                Path classes = Files.createDirectories(work.resolve("generator"));
                int failed = ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-nowarn", "-d", classes.toString(), source.toString());
                if (failed != 0) {
                    throw new IOException(source + " does not compile");
                }
                return Optional.of(new Generator(classes));
            }
        }
        return Optional.empty();
    }

    /** Runs a command of the generator to its end and returns the JSON line it prints. */
    public JsonNode run(List<String> arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the generator ended with " + process.exitValue());
        }
        return new ObjectMapper().readTree(line);
    }

    /** Starts a command of the generator; what it prints is to be read from its standard output. */
    public Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes.toString(),
                "OlLoad"));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
