package io.rowtrail.graph.facts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * The canonical bytes of facts: the one place that makes and reads them.
 *
 * <p>UTF-8 JSON without white space; members in a fixed order, left out when null or empty; collections sorted as the
 * records sort them; times as {@link java.time.Instant#toString}; 64-bit integers as decimal strings. The first member
 * {@code v} is the least version of this form that can say it, so that what an older release could say keeps its bytes and
 * its digest, and an older release refuses what it would drop. The log stores these bytes as they were hashed and never
 * makes them again; every version ever written is read.
 *
 * <p>Version 2 adds {@code omitted} to the header, {@code dependencies} to a run, {@code subset} to a mention and {@code
 * sequence} to a snapshot. Version 3 adds {@code breaks} to row tags.
 */
public final class FactsCodec {

    /** The newest version of the form. */
    public static final int VERSION = 3;

    /** Strict JSON: no duplicate members, nothing after the end; sizes bounded by the caller. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(64 * 1024 * 1024)
                            .maxNestingDepth(1_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private FactsCodec() {}

    /** Returns the canonical bytes. */
    public static byte[] encode(EventFacts facts) {
        return bytes(FactsWriter.event(facts));
    }

    /**
     * Reads canonical bytes.
     *
     * @throws IllegalArgumentException when they are not, or of a version not known here
     */
    public static EventFacts decode(byte[] bytes) {
        try {
            return FactsReader.event(JSON.readTree(bytes));
        } catch (IOException e) {
            throw new IllegalArgumentException("not the bytes of facts", e);
        }
    }

    /** Returns SHA-256 of the canonical bytes as 64 hex digits: the {@code digest} that breaks ties in the fold. */
    public static String digest(EventFacts facts) {
        return digest(encode(facts));
    }

    /** Returns the same of canonical bytes. */
    public static String digest(byte[] canonical) {
        return sha256(canonical);
    }

    /** Returns the canonical tree, the same members in the same order as {@link #encode}. */
    public static JsonNode tree(EventFacts facts) {
        return FactsWriter.event(facts);
    }

    /** Returns the canonical tree with another form of the datasets it mentions. */
    public static ObjectNode tree(EventFacts facts, Function<DatasetMention, JsonNode> mention) {
        return FactsWriter.event(facts, mention);
    }

    /** The inverse of {@link #tree}. */
    public static EventFacts fromTree(JsonNode tree) {
        return FactsReader.event(tree);
    }

    /** Returns the canonical tree of a schema. */
    public static JsonNode tree(Schema schema) {
        return FactsWriter.schema(schema);
    }

    /** Returns the canonical tree of a mention. */
    public static JsonNode tree(DatasetMention mention) {
        return FactsWriter.mention(mention);
    }

    /** Returns the canonical tree of a transformation; empty for an untold one. */
    public static JsonNode tree(Transformation transformation) {
        return FactsWriter.transformation(transformation);
    }

    /** Returns the canonical tree of a job type. */
    public static JsonNode tree(JobMention.JobType type) {
        return FactsWriter.jobType(type);
    }

    /** The inverse of {@link #tree(DatasetMention)}. */
    public static DatasetMention mentionFromTree(JsonNode tree) {
        return FactsReader.mention(tree);
    }

    /** The inverse of {@link #tree(Transformation)}. */
    public static Transformation transformationFromTree(JsonNode tree) {
        return FactsReader.transformation(tree);
    }

    /** The inverse of {@link #tree(JobMention.JobType)}. */
    public static JobMention.JobType jobTypeFromTree(JsonNode tree) {
        return FactsReader.jobType(tree);
    }

    /**
     * Reads a tree written here, with the same bounds; for adapters that keep parts of facts as text.
     *
     * @throws IllegalArgumentException when it is no JSON
     */
    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a part of facts", e);
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("facts hold text that is not Unicode", e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
