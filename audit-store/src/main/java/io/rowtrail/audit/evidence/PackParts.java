package io.rowtrail.audit.evidence;

import io.rowtrail.audit.Entry;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.InclusionProof;
import io.rowtrail.audit.seal.CanonicalJson;
import io.rowtrail.audit.seal.LeafWords;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a pack on their way into it, in a directory of their own. Blocks. */
final class PackParts implements AutoCloseable {
    private final Path directory;
    private final SortedMap<String, Path> files = new TreeMap<>();
    private final List<Writer> open = new ArrayList<>();
    private final SortedMap<String, SortedMap<String, Long>> totals = new TreeMap<>();
    private final Writer entries;
    private final Writer csv;
    private final Writer proofs;
    private final Writer facts;
    private final EvidenceRequest.Contents contents;
    private long count;

    PackParts(Path near, EvidenceRequest.Contents contents) {
        this.contents = contents;
        try {
            directory = Files.createTempDirectory(near, "evidence-");
            entries = lines("entries.jsonl");
            csv = lines("entries.csv");
            proofs = lines("proofs.jsonl");
            facts = contents == EvidenceRequest.Contents.LEAVES_AND_FACTS ? lines("facts.jsonl") : Writer.nullWriter();
            csv.write(CsvRow.HEADER);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot begin an evidence pack", e);
        }
        List.of("action", "kind", "outcome").forEach(word -> totals.put(word, new TreeMap<>()));
    }

    /** Adds entries with their proofs, in order. */
    void add(List<Entry> page, List<InclusionProof> paths) {
        try {
            for (int i = 0; i < page.size(); i++) {
                add(page.get(i), paths.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write an evidence pack", e);
        }
    }

    private void add(Entry entry, InclusionProof proof) throws IOException {
        String name = CanonicalJson.write(entry.name().toString());
        entries.write("{\"entry\":" + name + ",\"leaf\":" + entry.leaf().utf8() + "}\n");
        proofs.write("{\"entry\":" + name + ",\"path\":" + hashes(proof.path()) + "}\n");
        facts.write("{\"entry\":" + name + ",\"facts\":"
                + CanonicalJson.write(entry.facts().utf8()) + "}\n");
        LeafWords leaf = LeafWords.of(entry.leaf(), entry.name().toString());
        csv.write(CsvRow.of(entry, leaf));
        totals.forEach((word, counts) -> counts.merge(leaf.word(word), 1L, Long::sum));
        count++;
    }

    /** A file of the pack with that text. */
    void put(String name, String text) {
        try {
            Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write an evidence pack", e);
        }
    }

    /** Ends the files of lines. */
    void finish() {
        try {
            for (Writer writer : open) {
                writer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write an evidence pack", e);
        }
    }

    /** The files so far, by name. */
    SortedMap<String, Path> files() {
        return files;
    }

    long count() {
        return count;
    }

    EvidenceRequest.Contents contents() {
        return contents;
    }

    /** Counts by action, kind and outcome, and of entries, as the manifest holds them. */
    SortedMap<String, Object> totals() {
        SortedMap<String, Object> shown = new TreeMap<>();
        totals.forEach((word, counts) -> {
            SortedMap<String, Object> texts = new TreeMap<>();
            counts.forEach((value, times) -> texts.put(value, Long.toString(times)));
            shown.put(word, texts);
        });
        shown.put("entries", Long.toString(count));
        return shown;
    }

    static String hashes(List<Hash> hashes) {
        return CanonicalJson.write(hashes.stream().map(Hash::hex).toList());
    }

    private Writer lines(String name) throws IOException {
        BufferedWriter writer = Files.newBufferedWriter(file(name), StandardCharsets.UTF_8);
        open.add(writer);
        return writer;
    }

    private Path file(String name) {
        Path file = directory.resolve(name.replace('/', '-'));
        files.put(name, file);
        return file;
    }

    @Override
    public void close() {
        finish();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clean up after an evidence pack", e);
        }
    }
}
