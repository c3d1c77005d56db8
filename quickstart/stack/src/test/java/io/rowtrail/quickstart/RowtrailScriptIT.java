package io.rowtrail.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./rowtrail} says on a machine that lacks something; with made-up programs for Java and Maven. */
class RowtrailScriptIT {
    private static final Path SCRIPT = Path.of("..", "..", "rowtrail");
    private static final String JDK = "case \"$*\" in *-version*) echo '    java.specification.version = %s' >&2 ;;"
            + " --list-modules) echo %s@17 ;; esac";

    @TempDir
    Path temporary;

    private Path home;
    private Path programs;

    private record Outcome(int code, String text) {}

    @BeforeEach
    void copyTheScript() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "the script wants bash");
        home = Files.createDirectories(temporary.resolve("my project"));
        programs = Files.createDirectories(temporary.resolve("bin"));
        Files.copy(SCRIPT, home.resolve("rowtrail"));
        for (String tool : List.of("bash", "dirname", "sed", "find", "head", "mkdir", "touch", "tee", "grep", "mv")) {
            program(tool, "exec " + which(tool) + " \"$@\"");
        }
    }

    @Test
    void saysThatThereIsNoJava() throws Exception {
        Outcome refused = run("up");

        assertThat(refused.code).isEqualTo(Main.UNREACHABLE);
        assertThat(refused.text).contains("No Java found", "JDK 17", "JAVA_HOME");
    }

    @Test
    void saysWhichJavaIsTooOld() throws Exception {
        program("java", JDK.formatted("11", "jdk.compiler"));

        Outcome refused = run("demo");

        assertThat(refused.code).isEqualTo(Main.UNREACHABLE);
        assertThat(refused.text).contains("needs Java 17 or newer", programs.resolve("java") + " is Java 11");
    }

    @Test
    void saysThatARuntimeIsNoJdk() throws Exception {
        program("java", JDK.formatted("17", "java.base"));
        program("mvn", "exit 1");

        assertThat(run("up").text).contains("runtime without compiler", "Install a JDK");
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        program("java", JDK.formatted("17", "jdk.compiler"));

        assertThat(run("up").text).contains("Maven is not there", "Install Maven 3.8.7 or newer");
    }

    @Test
    void saysHowTheBuildEndedAndWhereItsLogIs() throws Exception {
        program("java", JDK.formatted("17", "jdk.compiler"));
        program("mvn", "echo '[ERROR] no space left'; exit 1");

        Outcome failed = run("up");

        assertThat(failed.code).isEqualTo(Main.UNREACHABLE);
        assertThat(failed.text).contains("[ERROR] no space left", "Maven ended with code 1", "target/build.log");
        assertThat(home.resolve("target/build.log")).hasContent("[ERROR] no space left");
    }

    @Test
    void saysThatMavenWasKilled() throws Exception {
        program("java", JDK.formatted("17", "jdk.compiler"));
        program("mvn", "echo compiling; kill -9 $$");

        assertThat(run("up").text).contains("compiling", "killed by signal 9", "target/build.log");
    }

    private Outcome run(String verb) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/bash", home.resolve("rowtrail").toString(), verb).redirectErrorStream(true);
        builder.environment().put("PATH", programs.toString());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "MAVEN_ARGS", "ROWTRAIL_BUILD"));
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), text);
    }

    private void program(String name, String body) throws IOException {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/bash\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path which(String tool) {
        List<Path> places = new ArrayList<>();
        for (String directory : List.of("/bin", "/usr/bin")) {
            places.add(Path.of(directory, tool));
        }
        return places.stream().filter(Files::isExecutable).findFirst().orElseThrow();
    }
}
