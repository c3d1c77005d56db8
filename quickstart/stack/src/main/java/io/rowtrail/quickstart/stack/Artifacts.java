package io.rowtrail.quickstart.stack;

import io.rowtrail.quickstart.process.StackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the build left, found below the project's root.
 *
 * @param root directory of the root pom
 */
public record Artifacts(Path root) {
    public Artifacts {
        root = root.toAbsolutePath().normalize();
    }

    /** The class path of a module: its own jar, then the file {@code target/classpath} that its build wrote. */
    public String classPath(String module) {
        Path target = root.resolve(module).resolve("target");
        Path list = target.resolve("classpath");
        Path jar = jar(target).orElseThrow(() -> notBuilt(module));
        try {
            return jar + File.pathSeparator + Files.readString(list).strip();
        } catch (IOException e) {
            throw notBuilt(module);
        }
    }

    /** A file of a module's {@code target} directory that must be there. */
    public Path file(String module, String path) {
        Path file = root.resolve(module).resolve("target").resolve(path);
        if (!Files.isRegularFile(file)) {
            throw notBuilt(module);
        }
        return file;
    }

    /** The version in the name of a jar on that class path; {@code unknown} when no such jar is there. */
    public static String versionOf(String artifact, String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.startsWith(artifact + "-") && name.endsWith(".jar"))
                .map(name -> name.substring(artifact.length() + 1, name.length() - ".jar".length()))
                .filter(version -> Character.isDigit(version.charAt(0)))
                .findFirst()
                .orElse("unknown");
    }

    private static Optional<Path> jar(Path target) {
        try (var files = Files.newDirectoryStream(target, "rowtrail-*.jar")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (List.of("-sources.jar", "-javadoc.jar", "-tests.jar").stream()
                        .noneMatch(name::endsWith)) {
                    return Optional.of(file);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private StackException notBuilt(String module) {
        return new StackException(module + " is not built below " + root + ". Run mvn -Dfast package there, or start "
                + "through ./rowtrail, which does it.");
    }
}
