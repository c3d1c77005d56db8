package io.rowtrail.quickstart.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;

class ArtifactsTest {
    @Test
    void readsAVersionFromTheNameOfAJar() {
        String classPath =
                String.join(File.pathSeparator, "/m/neo4j-kernel-api-5.26.1.jar", "/m/neo4j-kernel-5.26.30.jar");

        assertThat(Artifacts.versionOf("neo4j-kernel", classPath)).isEqualTo("5.26.30");
        assertThat(Artifacts.versionOf("postgresql", classPath)).isEqualTo("unknown");
    }
}
