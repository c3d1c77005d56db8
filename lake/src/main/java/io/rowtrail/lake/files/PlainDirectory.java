package io.rowtrail.lake.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.trace.RowtrailProperties;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory of Parquet files as Spark writes and reads it: names that begin with an underscore or a point are no data,
 * directories {@code column=value} are partitions. Lists {@code _rowtrail/<run>.json} tell which files a run wrote; when a file
 * is in none with the length it has, somebody else has written to the table last.
 */
final class PlainDirectory {
    private static final String LISTS = "_rowtrail";
    private static final String NO_VALUE = "__HIVE_DEFAULT_PARTITION__";
    private static final String SUFFIX = ".parquet";
    private static final int VERSION = 1;
    private static final int MOST_FILES = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final TreeMap<String, StoredFile> files = new TreeMap<>();
    private final List<String> partitions = new ArrayList<>();
    private long state = 1;
    private Instant newest = Instant.EPOCH;

    private PlainDirectory(Path root) {
        this.root = root;
    }

    /** What a run says it wrote: lengths by path below the directory, less than 0 where not known. */
    private record Listed(Instant at, long id, boolean tagged, Map<String, String> stated, Map<String, Long> lengths) {
        boolean names(String path, long length) {
            Long listed = lengths.get(path);
            return tagged && listed != null && (listed < 0 || listed == length);
        }
    }

    static Contents contents(Path root) throws IOException {
        return new PlainDirectory(root).read();
    }

    private Contents read() throws IOException {
        List<Listed> lists = lists();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean data = directory.equals(root) || isData(directory);
                return data ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (isData(file)) {
                    add(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        List<Contents.Write> writes = new ArrayList<>();
        boolean all = true;
        for (Map.Entry<String, StoredFile> file : files.entrySet()) {
            all &= lists.stream()
                    .anyMatch(list -> list.names(file.getKey(), file.getValue().length()));
        }
        for (Listed list : lists) {
            if (files.entrySet().stream()
                    .anyMatch(file -> list.names(file.getKey(), file.getValue().length()))) {
                writes.add(new Contents.Write(list.id(), list.at(), list.stated()));
            }
            state = 31 * state + list.id();
        }
        long id = state & Long.MAX_VALUE;
        if (!all) {
            writes.add(new Contents.Write(id, newest, Map.of()));
        }
        return new Contents(id, List.copyOf(files.values()), partitions, writes, Map.of());
    }

    private static boolean isData(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && (!name.startsWith("_") || name.contains("="));
    }

    private void add(Path file, BasicFileAttributes attributes) {
        if (!file.toString().endsWith(SUFFIX)) {
            throw new UnreadableTableException("only Parquet is read, and " + root + " holds " + file.getFileName());
        }
        if (files.size() == MOST_FILES) {
            throw new UnreadableTableException(root + " holds more than " + MOST_FILES + " files: ask by a Spark job");
        }
        Path below = root.relativize(file);
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (Path part : below.getParent() == null ? List.<Path>of() : below.getParent()) {
            String[] pair = part.toString().split("=", 2);
            if (pair.length == 2) {
                values.put(
                        decoded(pair[0]), pair[1].equals(NO_VALUE) ? Optional.empty() : Optional.of(decoded(pair[1])));
            }
        }
        values.keySet().stream().filter(name -> !partitions.contains(name)).forEach(partitions::add);
        files.put(below.toString(), new StoredFile(file, attributes.size(), values));
        Instant changed = attributes.lastModifiedTime().toInstant();
        newest = changed.isAfter(newest) ? changed : newest;
        state = 31 * (31 * (31 * state + below.toString().hashCode()) + attributes.size()) + changed.toEpochMilli();
    }

    private static String decoded(String text) {
        // a plus is a plus in a path
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private List<Listed> lists() throws IOException {
        Path directory = root.resolve(LISTS);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Listed> lists = new ArrayList<>();
        try (Stream<Path> found = Files.list(directory)) {
            for (Path file : found.filter(PlainDirectory::isData).toList()) {
                list(file).ifPresent(lists::add);
            }
        }
        lists.sort(Comparator.comparing(Listed::at).thenComparing(Listed::id));
        return lists;
    }

    /** Empty when it has gone meanwhile, or is no such list: then its files are nobody's. */
    private static Optional<Listed> list(Path file) throws IOException {
        JsonNode node;
        Instant at;
        try {
            at = Files.getLastModifiedTime(file).toInstant();
            node = JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
        if (node.path("v").asInt() != VERSION || !node.path("run").isTextual()) {
            return Optional.empty();
        }
        String run = node.path("run").asText();
        Map<String, String> stated = new LinkedHashMap<>();
        node.path("stated")
                .properties()
                .forEach(entry -> stated.put(entry.getKey(), entry.getValue().asText()));
        stated.put(RowtrailProperties.RUN, run);
        Map<String, Long> lengths = new LinkedHashMap<>();
        node.path("files")
                .properties()
                .forEach(entry -> lengths.put(entry.getKey(), entry.getValue().asLong(-1)));
        long id = (31L * run.hashCode() + at.toEpochMilli()) & Long.MAX_VALUE;
        return Optional.of(new Listed(at, id, node.path("column").asBoolean(), stated, lengths));
    }
}
