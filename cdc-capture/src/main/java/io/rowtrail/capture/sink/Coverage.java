package io.rowtrail.capture.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.capture.state.DurableFile;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.TagSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows were captured, by table, operation and tag source, over the life of the capture. The counts and the
 * ordinal they go up to are one durable file, so a replay counts nothing twice. For one thread.
 */
public final class Coverage {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String THROUGH = "through";
    private static final String TRANSACTIONS = "transactions";
    private static final String ROWS = "rows";

    private final Path file;
    private final Path before;
    private final Map<String, Map<String, Map<String, Long>>> rows = new TreeMap<>();
    private long through = -1;
    private long transactions;
    private JsonNode saved = JSON.createObjectNode();

    private Coverage(Path file, Path before) {
        this.file = file;
        this.before = before;
    }

    /**
     * Reads the counts, or begins them.
     *
     * @param before the counts as they were before this incarnation; no such file before the first
     */
    public static Coverage open(Path file, Path before) {
        Coverage coverage = new Coverage(file, before);
        coverage.saved = json(file);
        coverage.read(coverage.saved);
        return coverage;
    }

    private static JsonNode json(Path file) {
        if (!Files.exists(file)) {
            return JSON.createObjectNode();
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void read(JsonNode root) {
        through = root.path(THROUGH).asLong(-1);
        transactions = root.path(TRANSACTIONS).asLong();
        root.path(ROWS)
                .fields()
                .forEachRemaining(table -> table.getValue()
                        .fields()
                        .forEachRemaining(op -> op.getValue()
                                .fields()
                                .forEachRemaining(source -> rows.computeIfAbsent(table.getKey(), t -> new TreeMap<>())
                                        .computeIfAbsent(op.getKey(), o -> new TreeMap<>())
                                        .put(source.getKey(), source.getValue().asLong()))));
    }

    /** Forgets all of this incarnation: its snapshot begins again. */
    public void reset() {
        rows.clear();
        read(json(before));
    }

    /** Counts a transaction unless it is counted already. Snapshot chunks count as rows, not as transactions. */
    public void count(SourceTransaction transaction, ChangeOrdinal ordinal) {
        if (ordinal.value() <= through) {
            return;
        }
        through = ordinal.value();
        if (transaction.binding().tagSource() != TagSource.SNAPSHOT
                && transaction.binding().tagSource() != TagSource.GAP) {
            transactions++;
        }
        String source = transaction.binding().tagSource().wire();
        transaction
                .rows()
                .counts()
                .forEach((table, ops) -> ops.forEach((op, count) -> rows.computeIfAbsent(table, t -> new TreeMap<>())
                        .computeIfAbsent(op, o -> new TreeMap<>())
                        .merge(source, count, Long::sum)));
    }

    /** Transactions with captured rows, as last saved. */
    public long transactions() {
        return saved.path(TRANSACTIONS).asLong();
    }

    /** Table to operation to tag source to rows, as last saved. */
    public JsonNode rows() {
        return saved.path(ROWS);
    }

    /** Makes the counts durable. */
    public void save() {
        ObjectNode root = JSON.createObjectNode();
        root.put(THROUGH, through);
        root.put(TRANSACTIONS, transactions);
        root.set(ROWS, JSON.valueToTree(rows));
        try {
            DurableFile.replace(file, JSON.writeValueAsBytes(root));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        saved = root;
    }
}
