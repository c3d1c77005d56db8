package io.rowtrail.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.merkle.TreeHasher;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadFormTest {
    private static final Bytes FACTS = Bytes.utf8("{\"v\":1,\"run\":\"3f2504e0-4f89-11d3-9a0c-0305e82c3301\"}");
    private static final Bytes BODY = Bytes.utf8("{\"run\":{\"runId\":\"3f2504e0-4f89-11d3-9a0c-0305e82c3301\","
            + "\"facets\":{\"nominalTime\":{\"_producer\":\"https://example.org\",\"_schemaURL\":"
            + "\"https://openlineage.io/spec/facets/1-0-1/NominalTimeRunFacet.json\"}}}}");

    @Test
    void whatItSharesWithFactsAndWordsIsNotThereTwice() {
        PayloadForm form = new PayloadForm(List.of(new SearchWord(SearchWord.ACTOR, "a")), BODY);

        byte[] encoded = form.encode(FACTS);

        assertThat(encoded.length).isLessThan(100);
        assertThat(PayloadForm.decode(encoded, FACTS)).isEqualTo(form);
    }

    @Test
    void readsEveryFormThatWasEverWritten() throws IOException {
        for (byte[] body : List.of(BODY.toByteArray(), Deflation.deflate(BODY, FACTS))) {
            int version = body.length == BODY.length() ? 1 : 2;
            assertThat(PayloadForm.decode(encoded(version, body), FACTS)).isEqualTo(new PayloadForm(List.of(), BODY));
        }
        assertThatThrownBy(() -> PayloadForm.decode(encoded(4, BODY.toByteArray()), FACTS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Changing the file would make every body that leans on it unreadable. */
    @Test
    void theWordsAreThoseOfTheFirstRelease() {
        assertThat(TreeHasher.sha256(BodyWords.behind(Bytes.EMPTY).toByteArray())
                        .hex())
                .isEqualTo("4232c68b083fb0e205f64b0a5733cc9a3c2e8ebf76b08bd2bff4879faad310bd");
    }

    private static byte[] encoded(int version, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(version);
            out.writeInt(0);
            out.write(body);
        }
        return bytes.toByteArray();
    }
}
