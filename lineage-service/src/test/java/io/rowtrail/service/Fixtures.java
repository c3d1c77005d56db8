package io.rowtrail.service;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Third-party data beside the project; tests that need it are skipped where it is missing. */
final class Fixtures {
    private Fixtures() {}

    static Path openLineage() {
        Path found = null;
        for (Path at = Path.of("").toAbsolutePath(); at != null && found == null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("fixtures").resolve("openlineage");
            found = Files.isDirectory(candidate) ? candidate : null;
        }
        assumeTrue(found != null, "no shared/fixtures/openlineage above this folder");
        return found;
    }
}
