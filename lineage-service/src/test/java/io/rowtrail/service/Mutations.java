package io.rowtrail.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Bodies nobody should send, made from good ones by a seeded hand. */
final class Mutations {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Raw JSON that is put where something else stood. */
    private static final List<String> GRIT = List.of(
            "null",
            "[]",
            "{}",
            "\"\"",
            "1e400",
            "-1",
            "true",
            "0.1",
            "1e999999999",
            "-1e-999999999",
            "9".repeat(400),
            "99999999999999999999",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\\udc00\\ud800\"",
            "\"\ud83d\ude00\"",
            "\"x\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59.999999999-18:00\"",
            "\"+999999999-12-31T00:00:00Z\"",
            "\"2026-02-30T00:00:00Z\"",
            "\"DROP\"",
            "\"COMPLETE\"",
            "[[[[[[[[]]]]]]]]",
            "[null]",
            "[{}]",
            "{\"\":{\"\":1}}",
            "{\"namespace\":\"n\",\"name\":\"m\"}",
            "{\"_deleted\":true}",
            "\"postgres://u:p@h/d?password=x\"",
            "\"\u202e\ufeff\u0301\"");

    private final Random random;
    private final List<JsonNode> trees = new ArrayList<>();

    Mutations(long seed, List<String> documents) {
        this.random = new Random(seed);
        for (String document : documents) {
            try {
                trees.add(JSON.readTree(document));
            } catch (JsonProcessingException e) {
                // what is no JSON to begin with is no good seed
            }
        }
    }

    /** A request's body and headers. */
    @SuppressWarnings("ArrayRecordComponent")
    record Request(String path, String contentType, String encoding, byte[] body) {}

    /** The next request. */
    Request next() {
        int kind = random.nextInt(100);
        if (kind < 12) {
            return batch();
        }
        byte[] text = kind < 20 ? broken(text(mutated())) : text(kind < 35 ? fresh() : mutated());
        String type = random.nextInt(60) == 0 ? pick(List.of("text/plain", "application/xml", "*/*", "json", "")) : "";
        if (random.nextInt(12) == 0) {
            return new Request(
                    "/api/v1/lineage", type, "gzip", random.nextInt(3) == 0 ? broken(zipped(text)) : zipped(text));
        }
        String encoding =
                random.nextInt(150) == 0 ? pick(List.of("br", "deflate", "gzip", "identity", "gzip, gzip")) : "";
        return new Request("/api/v1/lineage", type, encoding, text);
    }

    private Request batch() {
        StringBuilder body = new StringBuilder(random.nextBoolean() ? "[" : "{\"events\":[");
        int many = random.nextInt(4);
        for (int i = 0; i < many; i++) {
            body.append(i == 0 ? "" : ",")
                    .append(new String(text(random.nextBoolean() ? fresh() : mutated()), StandardCharsets.UTF_8));
        }
        body.append(body.charAt(0) == '[' ? "]" : "]}");
        byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
        return new Request("/api/v1/lineage/batch", "", "", random.nextInt(8) == 0 ? broken(text) : text);
    }

    /** A document of a run of its own. */
    private JsonNode fresh() {
        JsonNode tree = pick(trees).deepCopy();
        if (tree.path("run") instanceof ObjectNode run) {
            run.put("runId", new UUID(random.nextLong(), random.nextLong()).toString());
        } else if (tree instanceof ObjectNode object) {
            object.put("producer", "https://example.org/" + random.nextLong());
        }
        return tree;
    }

    private JsonNode mutated() {
        JsonNode tree = fresh();
        for (int i = random.nextInt(3); i >= 0; i--) {
            JsonNode at = tree;
            while (at.isContainerNode() && !at.isEmpty() && random.nextInt(6) != 0) {
                JsonNode child = child(at);
                if (!child.isContainerNode() || child.isEmpty()) {
                    break;
                }
                at = child;
            }
            spoil(at);
        }
        return tree;
    }

    private JsonNode child(JsonNode of) {
        int skip = random.nextInt(of.size());
        Iterator<JsonNode> children = of.elements();
        for (int i = 0; i < skip; i++) {
            children.next();
        }
        return children.next();
    }

    private void spoil(JsonNode at) {
        if (at instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = pick(names);
            switch (random.nextInt(5)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(pick(names), object.get(name));
                case 2 -> object.putRawValue(pick(List.of("", "\u0000", "a/b~c", "facets", "\ud83d\ude00")), raw());
                case 3 -> object.set(name, deep(random.nextInt(700)));
                default -> object.putRawValue(name, raw());
            }
        } else if (at instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(index);
                case 1 -> array.add(array.get(index).deepCopy());
                case 2 -> array.insertRawValue(index, raw());
                default -> array.setRawValue(index, raw());
            }
        }
    }

    private RawValue raw() {
        return new RawValue(pick(GRIT));
    }

    private static JsonNode deep(int levels) {
        JsonNode node = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < levels; i++) {
            node = JsonNodeFactory.instance.objectNode().set("d", node);
        }
        return node;
    }

    private byte[] broken(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        if (random.nextBoolean()) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        byte[] copy = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    private static byte[] text(JsonNode tree) {
        try {
            return JSON.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] zipped(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
