package io.rowtrail.graph.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.Fixtures;
import io.rowtrail.graph.facts.FactsCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bad bodies are refused with a reason; none makes the reader throw, and what it lets pass has canonical bytes. */
class EventReaderFuzzTest {

    private static final List<String> GRIT = List.of(
            "null",
            "[]",
            "{}",
            "\"\"",
            "1e400",
            "-1",
            "true",
            "\"\\ud800\"",
            "99999999999999999999",
            "\"x\"",
            ",",
            "}",
            "{\"namespace\":\"n\",\"name\":\"m\"}");

    @Test
    void neverThrowsOnMutatedEvents() {
        long seed = Long.getLong("rowtrail.seed", 4711L);
        Random random = new Random(seed);
        List<byte[]> bodies = new ArrayList<>();
        Path events = Fixtures.openLineage().resolve("events");
        for (Path folder : Fixtures.children(events)) {
            Fixtures.children(folder).forEach(file -> bodies.add(Fixtures.bytes(file)));
        }
        int count = Boolean.getBoolean("rowtrail.long") ? 200_000 : 4_000;
        EventReader reader = new EventReader();
        int read = 0;
        for (int i = 0; i < count; i++) {
            byte[] body = mutated(bodies.get(random.nextInt(bodies.size())), random);
            Read result = reader.read(body);
            if (result instanceof Read.Facts good) {
                assertThat(FactsCodec.decode(FactsCodec.encode(good.facts())))
                        .as("seed %d, body %d", seed, i)
                        .isEqualTo(good.facts());
                read++;
            } else if (result instanceof Read.Rejected bad) {
                assertThat(bad.reason()).isNotEmpty();
            }
        }
        assertThat(read).isPositive();
    }

    private static byte[] mutated(byte[] body, Random random) {
        if (random.nextInt(4) == 0) {
            byte[] bytes = body.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            return bytes;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        int at = text.indexOf(':', random.nextInt(text.length()));
        if (at < 0) {
            return text.substring(0, random.nextInt(text.length())).getBytes(StandardCharsets.UTF_8);
        }
        int end = at + 1;
        while (end < text.length() && ",}\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String grit = GRIT.get(random.nextInt(GRIT.size()));
        return (text.substring(0, at + 1) + grit + text.substring(end)).getBytes(StandardCharsets.UTF_8);
    }
}
