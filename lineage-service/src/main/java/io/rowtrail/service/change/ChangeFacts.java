package io.rowtrail.service.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.service.change.ChangeBatch.BoundTrace;
import io.rowtrail.service.change.ChangeBatch.Operations;
import io.rowtrail.service.change.ChangeBatch.TableCount;
import io.rowtrail.service.change.ChangeBatch.Transaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The canonical bytes of a change batch. Version 1: JSON without white space, members in the order written here, left out
 * when null or zero, 64-bit integers as strings.
 *
 * <p>The facts hold no trace ids: those can be erased with the payload, and the facts cannot. How many there were, and
 * what supplied them, stays.
 */
final class ChangeFacts {
    private static final JsonMapper JSON = new JsonMapper();

    private ChangeFacts() {}

    /** The structural facts of a batch, for the log. */
    static byte[] encode(ChangeBatch batch) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("v", 1);
        root.put("source", batch.source());
        root.put("incarnation", batch.incarnation());
        ObjectNode stream = root.putObject("stream");
        stream.put("id", batch.stream().id());
        stream.put("seq", batch.stream().seq());
        if (batch.stream().prev() != null) {
            stream.put("prev", batch.stream().prev());
        }
        root.put("firstOrdinal", batch.first().toString());
        root.put("lastOrdinal", batch.last().toString());
        ArrayNode transactions = root.putArray("transactions");
        for (Transaction transaction : batch.transactions()) {
            ObjectNode node = structure(transaction);
            if (!transaction.traces().isEmpty()) {
                node.put("traces", transaction.traces().size());
            }
            transactions.add(node);
        }
        return bytes(root);
    }

    /** SHA-256 over everything a transaction says, traces among it: the same ordinal must always say the same. */
    static byte[] hash(Transaction transaction) {
        ObjectNode node = structure(transaction);
        ArrayNode traces = node.putArray("traces");
        for (BoundTrace trace : transaction.traces()) {
            ObjectNode one = traces.addObject();
            one.put("traceId", trace.traceId().hex());
            if (trace.spanId() != null) {
                one.put("spanId", trace.spanId().hex());
            }
            one.put("tagSource", trace.tagSource().wire());
            one.put("origin", trace.origin().wire());
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(node));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ObjectNode structure(Transaction transaction) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("ordinal", transaction.ordinal().toString());
        node.put("txid", Long.toString(transaction.txid()));
        node.put("commitLsn", transaction.commitLsn());
        node.put("commitTs", transaction.commitTs().toString());
        node.put("tagSource", transaction.tagSource().wire());
        ArrayNode tables = node.putArray("tables");
        for (TableCount table : transaction.tables()) {
            ObjectNode one = tables.addObject();
            one.put("namespace", table.namespace());
            one.put("name", table.name());
            one.put("rows", table.rows());
            one.set("ops", operations(table.ops()));
            if (table.manifestRoot() != null) {
                one.put("manifestRoot", table.manifestRoot());
            }
        }
        return node;
    }

    private static ObjectNode operations(Operations ops) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        putUnlessZero(node, "c", ops.c());
        putUnlessZero(node, "u", ops.u());
        putUnlessZero(node, "d", ops.d());
        putUnlessZero(node, "r", ops.r());
        putUnlessZero(node, "t", ops.t());
        return node;
    }

    private static void putUnlessZero(ObjectNode node, String name, int value) {
        if (value != 0) {
            node.put(name, value);
        }
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain nodes can be written", e);
        }
    }
}
