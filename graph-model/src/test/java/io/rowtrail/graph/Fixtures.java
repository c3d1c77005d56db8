package io.rowtrail.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.openlineage.EventReader;
import io.rowtrail.graph.openlineage.Read;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the shared OpenLineage fixtures by searching upwards; tests without them are skipped, saying so. */
public final class Fixtures {

    private Fixtures() {}

    /** Returns the folder {@code fixtures/openlineage}. */
    public static Path openLineage() {
        @Nullable Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isDirectory(at.resolve("shared/fixtures/openlineage"))) {
            at = at.getParent();
        }
        assumeTrue(at != null, "no shared/fixtures/openlineage above the working directory: skipped");
        return at == null ? Path.of("") : at.resolve("shared/fixtures/openlineage");
    }

    /**
     * Returns the event sequences by folder name, each in the numeric order of its files. The one event of {@code
     * simple_run_event} has a run id that is no UUID and is refused.
     */
    public static Map<String, List<EventFacts>> sequences() {
        Map<String, List<EventFacts>> sequences = new TreeMap<>();
        for (Path folder : children(openLineage().resolve("events"))) {
            String name = folder.getFileName().toString();
            if (!name.equals("valid-invalid") && !name.equals("simple_run_event")) {
                List<EventFacts> events = new ArrayList<>();
                for (Path file : children(folder)) {
                    events.add(read(file));
                }
                sequences.put(name, events);
            }
        }
        return sequences;
    }

    /** Reads one event that must be good. */
    public static EventFacts read(Path file) {
        Read read = new EventReader().read(bytes(file));
        assertThat(read).as(file.toString()).isInstanceOf(Read.Facts.class);
        return ((Read.Facts) read).facts();
    }

    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the entries of a folder by the number in their name, then by name. */
    public static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted((a, b) -> {
                        int first = Long.compare(number(a), number(b));
                        return first != 0 ? first : a.compareTo(b);
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(Path file) {
        String digits = file.getFileName().toString().replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }
}
