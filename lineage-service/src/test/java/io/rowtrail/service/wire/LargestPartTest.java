package io.rowtrail.service.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LargestPartTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'run':{'facets':{'a':{'x':1},'b':{'y':[1,2,3]}}},'big':'............................'} | /run/facets/b",
                "{'outputs':[{'facets':{'a':1}},{'outputFacets':{'c':'cut off in the mid | /outputs/1/outputFacets/c",
                "[{'run':{'facets':{'a':{'facets':{'z':1}}}}}] | /0/run/facets/a",
                "{'one':1,'two':'22222','three':3} | /two",
                "not json | ''"
            })
    void namesTheLargestFacetElseTheLargestMember(String text, String pointer) {
        byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        assertThat(LargestPart.of(new ByteArrayInputStream(bytes), bytes.length)
                        .map(LargestPart.Part::pointer)
                        .orElse(""))
                .isEqualTo(pointer);
    }
}
