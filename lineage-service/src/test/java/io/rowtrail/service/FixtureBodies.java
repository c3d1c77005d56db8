package io.rowtrail.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every document of the OpenLineage fixtures as the body of a request: facets put into a minimal event at their entity. */
final class FixtureBodies {
    private static final String RUN =
            "{\"eventType\":\"COMPLETE\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"producer\":\"https://example.org\","
                    + "\"schemaURL\":\"https://openlineage.io/spec/2-0-2/OpenLineage.json\","
                    + "\"run\":{\"runId\":\"0190a3c2-7f3b-7000-8000-00000000beef\"%s},\"job\":{\"namespace\":\"n\",\"name\":\"j\"%s}%s}";

    private FixtureBodies() {}

    /** A body and whether INDEX.md says that it is to be taken. */
    record Document(String name, String body, boolean good) {}

    static List<Document> all() {
        List<Document> all = new ArrayList<>(events());
        all.addAll(facets());
        return all;
    }

    static List<Document> events() {
        List<Document> documents = new ArrayList<>();
        for (Path file : files(Fixtures.openLineage().resolve("events"))) {
            String name = file.getFileName().toString();
            // simple_run_event names its run "run_id", which is no UUID.
            boolean good = !name.startsWith("event_invalid")
                    && !name.equals("event_no_run_id.json")
                    && !name.equals("simple_run_event.json");
            documents.add(new Document(file.toString(), read(file), good));
        }
        return documents;
    }

    static List<Document> facets() {
        List<Document> documents = new ArrayList<>();
        Path tests = Fixtures.openLineage().resolve("spec/tests");
        for (Path file : files(tests)) {
            if (file.getParent().equals(tests)) {
                documents.add(new Document(file.toString(), read(file), true));
            } else {
                placed(file.getParent().getFileName().toString(), read(file))
                        .forEach(body -> documents.add(new Document(file.toString(), body, true)));
            }
        }
        return documents;
    }

    private static List<String> placed(String facet, String facets) {
        if (facet.equals("LineageFacet")) {
            return List.of(facets.contains("\"entries\"") ? atJob(facets) : atOutput("facets", facets));
        }
        if (facet.endsWith("RunFacet")) {
            return List.of(RUN.formatted(",\"facets\":" + facets, "", ""));
        }
        if (facet.endsWith("JobFacet")) {
            return List.of(atJob(facets));
        }
        if (facet.endsWith("InputDatasetFacet")) {
            return List.of(RUN.formatted(
                    "", "", ",\"inputs\":[{\"namespace\":\"n\",\"name\":\"i\",\"inputFacets\":" + facets + "}]"));
        }
        if (facet.endsWith("OutputDatasetFacet")) {
            return List.of(atOutput("outputFacets", facets));
        }
        return List.of(
                atOutput("facets", facets),
                "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"dataset\":{\"namespace\":\"n\",\"name\":\"d\",\"facets\":"
                        + facets + "}}");
    }

    private static String atJob(String facets) {
        return RUN.formatted("", ",\"facets\":" + facets, "");
    }

    private static String atOutput(String member, String facets) {
        return RUN.formatted(
                "", "", ",\"outputs\":[{\"namespace\":\"n\",\"name\":\"o\",\"" + member + "\":" + facets + "}]");
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
