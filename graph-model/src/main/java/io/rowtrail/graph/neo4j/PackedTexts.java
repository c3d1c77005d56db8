package io.rowtrail.graph.neo4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;
import org.neo4j.driver.types.TypeSystem;

/**
 * Texts of one node as one property: {@code 0x01 | deflate{count (4), {length (4), UTF-8}}} with the words of stored events as
 * preset dictionary, integers big-endian. What a run tells is mostly such words, times and hashes.
 */
final class PackedTexts {

    private static final int VERSION = 1;
    /** Changing it makes what was packed unreadable: raise {@link GraphForm#VERSION} with it. The likeliest stand last. */
    private static final byte[] DICTIONARY =
            ("{\"inputs\":[],\"outputs\":[],\"dataset\":{},\"code\":{},\"tags\":{},\"snapshot\":{},"
                            + "\"version\":\"\",\"eventType\":\"RUNNING\",\"OTHER\",\"FAIL\",\"ABORT\",\"type\":{\"processing\":\"STREAMING\","
                            + "\"processingType\":\"BATCH\",\"integration\":\"SPARK\",\"jobType\":\"JOB\"},"
                            + "\"rows\":\"\",\"bytes\":\"\",\"files\":\"\"},\"nominal\":{\"start\":\"\",\"end\":\"\"},"
                            + "\"statistics\":{\"rows\":\"1000\",\"bytes\":\"100000\"}},"
                            + "\"parent\":{\"run\":\"\",\"job\":{\"namespace\":\"\",\"name\":\"\"}},"
                            + "\"header\":{\"producer\":\"https://github.com/OpenLineage/OpenLineage/tree/1.\","
                            + "{\"entry\":\"default:1\",\"recordedAt\":\"2026-0\",\"digest\":\"\",\"facts\":{\"v\":2,\"kind\":\"run\","
                            + "\"eventType\":\"START\",\"eventType\":\"COMPLETE\",\"eventTime\":\"2026-01-01T00:00:00Z\",\"producer\":\"\","
                            + "\"run\":\"\",\"job\":{\"namespace\":\"\",\"name\":\"\",\"inputs\":[{\"shape\":\"\"},{\"shape\":\"\"}],"
                            + "\"outputs\":[{\"shape\":\"\"}]}}")
                    .getBytes(StandardCharsets.UTF_8);

    private PackedTexts() {}

    static byte[] pack(List<String> texts) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(1_024);
        packed.write(VERSION);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setDictionary(DICTIONARY);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed, deflater))) {
            out.writeInt(texts.size());
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    /** Reads what was packed, or a plain list of texts. */
    static List<String> read(Value stored) {
        return stored.hasType(TypeSystem.getDefault().BYTES())
                ? unpack(stored.asByteArray())
                : stored.asList(Value::asString);
    }

    static List<String> unpack(byte[] packed) {
        if (packed.length == 0 || packed[0] != VERSION) {
            throw new IllegalStateException("the graph holds events in a form of another release");
        }
        Inflater inflater = new Inflater(true);
        inflater.setDictionary(DICTIONARY);
        try (DataInputStream in = new DataInputStream(
                new InflaterInputStream(new ByteArrayInputStream(packed, 1, packed.length - 1), inflater))) {
            List<String> texts = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                texts.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            inflater.end();
        }
    }

    static Value value(List<String> texts) {
        return Values.value(pack(texts));
    }
}
