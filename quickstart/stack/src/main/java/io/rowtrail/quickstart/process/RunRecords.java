package io.rowtrail.quickstart.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The directory of process records, one JSON file a part, each replaced atomically. */
public final class RunRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SUFFIX = ".json";

    private final Path directory;

    public RunRecords(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    public void write(ProcessRecord entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("part", entry.part());
        fields.put("pid", entry.pid());
        fields.put("startedAt", entry.startedAt().toString());
        fields.put("port", entry.port());
        fields.put("version", entry.version());
        fields.put("data", entry.data());
        try {
            Files.createDirectories(directory);
            Path fresh = directory.resolve(entry.part() + ".json.new");
            Files.write(fresh, JSON.writeValueAsBytes(fields));
            Files.move(fresh, file(entry.part()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The record of that part; empty when there is none or it cannot be read (a torn disk, another version). */
    public Optional<ProcessRecord> read(String part) {
        Path file = file(part);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            return Optional.of(new ProcessRecord(
                    part,
                    node.path("pid").asLong(),
                    Instant.parse(node.path("startedAt").asText()),
                    node.path("port").asInt(),
                    node.path("version").asText(),
                    node.path("data").asText()));
        } catch (JsonProcessingException | DateTimeParseException unreadable) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of all parts that have a record. */
    public List<String> names() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void delete(String part) {
        try {
            Files.deleteIfExists(file(part));
            Files.deleteIfExists(directory.resolve(part + ".json.new"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String part) {
        return directory.resolve(part + SUFFIX);
    }
}
