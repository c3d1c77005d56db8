package io.rowtrail.capture.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rowtrail.capture.state.DurableFile;
import io.rowtrail.trace.ChangeOrdinal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Requests to the service, on the disk before anything else forgets their content, in order. A file's name is its place
 * and its kind; the newest batch of changes stays after it was sent, since the chain goes on from it.
 *
 * <p>When the spool is full, new requests are counted and not kept; a batch of changes still takes its place in the
 * chain, so the service sees that one is missing. Safe for use by the capture and the sender.
 */
public final class Spool {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SENT = ".sent";
    private static final String LOST = ".lost";
    private static final String REJECTED = ".rejected";
    private static final String STAGED = ".staged";

    /** Where a request goes. */
    public enum Kind {
        CHANGES("changes"),
        LINEAGE("lineage");

        private final String path;

        Kind(String path) {
            this.path = path;
        }

        /** The last part of the call's path. */
        public String path() {
            return path;
        }
    }

    /** A request that waits. */
    public record Item(long place, Kind kind, Path file) {
        /** The body, as it was spooled. */
        public byte[] body() throws IOException {
            return Files.readAllBytes(file);
        }
    }

    private final Path directory;
    private final String source;
    private final String catalog;
    private final long maxBytes;
    private final TreeMap<Long, Item> waiting = new TreeMap<>();

    private final List<Path> staged = new ArrayList<>();

    private long bytes;
    private long nextPlace = 1;
    private long seq;
    private Optional<String> previousHash = Optional.empty();
    private long lastOrdinal = -1;
    private Optional<Path> chainEnd = Optional.empty();
    private long lostRequests;
    private long rejectedRequests;

    private Spool(Path directory, String source, String catalog, long maxBytes) {
        this.directory = directory;
        this.source = source;
        this.catalog = catalog;
        this.maxBytes = maxBytes;
    }

    /** Opens a spool directory, making it when it is missing, and finds the end of the chain. */
    public static Spool open(Path directory, String source, String catalog, long maxBytes) {
        Spool spool = new Spool(directory, source, catalog, maxBytes);
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                    spool.found(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the spool " + directory, e);
        }
        return spool;
    }

    private void found(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(".next")) {
            Files.delete(file);
            return;
        }
        long place = Long.parseLong(name.substring(0, name.indexOf('.')));
        nextPlace = place + 1;
        Kind kind = name.contains("." + Kind.CHANGES.path()) ? Kind.CHANGES : Kind.LINEAGE;
        if (kind == Kind.CHANGES) {
            recoverChain(file, name);
        }
        if (name.endsWith(REJECTED)) {
            rejectedRequests++;
        } else if (name.endsWith(LOST)) {
            lostRequests++;
        } else if (name.endsWith(STAGED)) {
            staged.add(file);
        } else if (!name.endsWith(SENT)) {
            waiting.put(place, new Item(place, kind, file));
            bytes += Files.size(file);
        }
    }

    private void recoverChain(Path file, String name) throws IOException {
        byte[] body = Files.readAllBytes(file);
        JsonNode root = JSON.readTree(body);
        seq = root.path("stream").path("seq").asLong();
        lastOrdinal = root.path("lastOrdinal").asLong();
        previousHash = Optional.of(name.endsWith(LOST) ? root.path("sha256").asText() : hash(body));
        chainEnd = Optional.of(file);
    }

    /** The last ordinal that the service was or will be told of. */
    public synchronized Optional<ChangeOrdinal> lastOrdinal() {
        return lastOrdinal < 0 ? Optional.empty() : Optional.of(new ChangeOrdinal(lastOrdinal));
    }

    /** Spools one batch of transactions, in ordinal order and all beyond {@link #lastOrdinal}. Durable on return. */
    public synchronized void changes(List<ChangeNotice> notices) {
        add(notices, "");
    }

    /** Spools the chunks of a snapshot, to be sent once it is {@link #release}d. Durable on return. */
    public synchronized void stage(List<ChangeNotice> notices) {
        add(notices, STAGED);
    }

    /** Lets staged batches go; harmless when there are none. */
    public synchronized void release() {
        for (Path file : staged) {
            String name = file.getFileName().toString();
            Path ready = file.resolveSibling(name.substring(0, name.length() - STAGED.length()));
            try {
                Files.move(file, ready);
                bytes += Files.size(ready);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot release " + file, e);
            }
            long place = Long.parseLong(name.substring(0, name.indexOf('.')));
            waiting.put(place, new Item(place, Kind.CHANGES, ready));
            chainEnd = chainEnd.map(end -> end.equals(file) ? ready : end);
        }
        staged.clear();
    }

    /** Takes staged batches back: their snapshot begins again, and nothing was sent before it. */
    public synchronized void discardStaged() {
        if (staged.isEmpty()) {
            return;
        }
        staged.forEach(Spool::delete);
        staged.clear();
        seq = 0;
        previousHash = Optional.empty();
        lastOrdinal = -1;
        chainEnd = Optional.empty();
    }

    private void add(List<ChangeNotice> notices, String mark) {
        if (lastOrdinal >= 0 && isOfAnother(notices.get(0).ordinal())) {
            seq = 0; // each incarnation is a stream of its own
            previousHash = Optional.empty();
        }
        byte[] body = ChangesBody.bytes(source, catalog, seq + 1, previousHash, notices);
        ChangeOrdinal last = notices.get(notices.size() - 1).ordinal();
        String hash = hash(body);
        Path file;
        if (bytes + body.length > maxBytes) {
            file = write(Kind.CHANGES, LOST, lost(seq + 1, last, hash));
            lostRequests++;
        } else {
            file = write(Kind.CHANGES, mark, body);
        }
        if (mark.equals(STAGED)) {
            staged.add(file);
        }
        Optional<Path> before = chainEnd;
        seq++;
        previousHash = Optional.of(hash);
        lastOrdinal = last.value();
        chainEnd = Optional.of(file);
        before.filter(path -> path.toString().endsWith(SENT)).ifPresent(Spool::delete);
    }

    private boolean isOfAnother(ChangeOrdinal ordinal) {
        return new ChangeOrdinal(lastOrdinal).incarnation() != ordinal.incarnation();
    }

    private static byte[] lost(long seq, ChangeOrdinal last, String hash) {
        return ("{\"stream\":{\"seq\":\"" + seq + "\"},\"lastOrdinal\":\"" + last + "\",\"sha256\":\"" + hash + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Spools one OpenLineage event. Durable on return. */
    public synchronized void lineage(String event) {
        byte[] body = event.getBytes(StandardCharsets.UTF_8);
        if (bytes + body.length > maxBytes) {
            lostRequests++;
            return;
        }
        write(Kind.LINEAGE, "", body);
    }

    private Path write(Kind kind, String mark, byte[] body) {
        long place = nextPlace++;
        Path file = directory.resolve(String.format("%016d.%s%s", place, kind.path(), mark));
        try {
            DurableFile.replace(file, body);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to the spool " + directory, e);
        }
        if (mark.isEmpty()) {
            waiting.put(place, new Item(place, kind, file));
            bytes += body.length;
        }
        return file;
    }

    /** The request to send next. */
    public synchronized Optional<Item> next() {
        return waiting.isEmpty()
                ? Optional.empty()
                : Optional.of(waiting.firstEntry().getValue());
    }

    public synchronized int pending() {
        return waiting.size();
    }

    /** Requests that a full spool did not keep. */
    public synchronized long lostRequests() {
        return lostRequests;
    }

    /** Requests that the service refused for good; their files stay. */
    public synchronized long rejectedRequests() {
        return rejectedRequests;
    }

    /** The service has it. */
    public synchronized void sent(Item item) throws IOException {
        forget(item);
        if (chainEnd.filter(item.file()::equals).isPresent()) {
            Path kept = item.file().resolveSibling(item.file().getFileName() + SENT);
            Files.move(item.file(), kept);
            chainEnd = Optional.of(kept);
        } else {
            Files.delete(item.file());
        }
    }

    /** The service will never take it. */
    public synchronized void rejected(Item item) throws IOException {
        forget(item);
        rejectedRequests++;
        Path kept = item.file().resolveSibling(item.file().getFileName() + REJECTED);
        Files.move(item.file(), kept);
        if (chainEnd.filter(item.file()::equals).isPresent()) {
            chainEnd = Optional.of(kept);
        }
    }

    private void forget(Item item) throws IOException {
        waiting.remove(item.place());
        bytes -= Files.size(item.file());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private static String hash(byte[] body) {
        return HexFormat.of().formatHex(Manifest.sha256().digest(body));
    }
}
