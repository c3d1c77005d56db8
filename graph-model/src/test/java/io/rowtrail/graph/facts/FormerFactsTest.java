package io.rowtrail.graph.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A log holds its facts for ever: bytes that a former release wrote are read, and made again, byte for byte. */
class FormerFactsTest {

    @Test
    void bytesOfVersionOneKeepTheirMeaningAndTheirDigest() {
        List<String> lines = lines("/golden/facts-v1/log.txt");
        assertThat(lines).hasSizeGreaterThan(100);
        for (String line : lines) {
            String digest = line.substring(0, 64);
            byte[] bytes = line.substring(65).getBytes(StandardCharsets.UTF_8);
            EventFacts facts = FactsCodec.decode(bytes);
            assertThat(FactsCodec.digest(facts)).isEqualTo(digest);
            assertThat(FactsCodec.encode(facts)).isEqualTo(bytes);
        }
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(FormerFactsTest.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
