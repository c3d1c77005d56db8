package io.rowtrail.verifier;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Third-party vectors beside the project; tests are skipped where they are missing. */
final class Fixtures {
    private Fixtures() {}

    static Path folder(String name) {
        Path found = null;
        for (Path at = Path.of("").toAbsolutePath(); at != null && found == null; at = at.getParent()) {
            Path candidate = at.resolve("shared/fixtures").resolve(name);
            found = Files.isDirectory(candidate) ? candidate : null;
        }
        assumeTrue(found != null, "shared/fixtures/" + name + " is not there: vectors skipped");
        return found;
    }
}
