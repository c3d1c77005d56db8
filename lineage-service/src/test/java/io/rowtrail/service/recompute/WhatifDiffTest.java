package io.rowtrail.service.recompute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.service.http.StrictJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhatifDiffTest {
    private static JsonNode json(String text) {
        return StrictJson.parse(text.replace('\'', '"'));
    }

    private static JsonNode answer(String removed, String added, int more) {
        return json("{'removed':[" + removed + "],'added':[" + added + "],'counts':{'before':'9','after':'8','added':'"
                + (added.split("columns", -1).length - 1 + more) + "','removed':'"
                + (removed.split("columns", -1).length - 1) + "'},'exactness':'exact','reasons':[]}");
    }

    @Test
    void pairsWhatWentWithWhatCameUnderTheSameKey() {
        JsonNode diff = WhatifDiff.of(
                answer(
                        "{'columns':{'m':1,'v':'5'}},{'columns':{'m':2,'v':'6'}}",
                        "{'columns':{'m':3,'v':'7'}},{'columns':{'m':1,'v':'4'}}",
                        0),
                List.of("m"));
        assertThat(diff.path("changed")).isEqualTo(json("[{'key':{'m':1},'before':{'v':'5'},'after':{'v':'4'}}]"));
        assertThat(diff.path("removed")).isEqualTo(json("[{'key':{'m':2},'values':{'v':'6'}}]"));
        assertThat(diff.path("added")).isEqualTo(json("[{'key':{'m':3},'values':{'v':'7'}}]"));
        assertThat(diff.path("counts"))
                .isEqualTo(json("{'before':'9','after':'8','added':'1','removed':'1','changed':'1'}"));
    }

    @Test
    void pairsRowsOfOneKeyOneByOne() {
        JsonNode diff = WhatifDiff.of(
                answer("{'columns':{'m':1,'v':'5'}},{'columns':{'m':1,'v':'5'}}", "{'columns':{'m':1,'v':'4'}}", 0),
                List.of("m"));
        assertThat(diff.path("changed")).hasSize(1);
        assertThat(diff.path("removed")).hasSize(1);
        assertThat(diff.path("added")).isEmpty();
    }

    @Test
    void pairsNothingWhereNoKeyIsKnownAndSaysSo() {
        JsonNode diff = WhatifDiff.of(answer("{'columns':{'m':1}}", "{'columns':{'m':2}}", 0), List.of());
        assertThat(diff.path("changed")).isEmpty();
        assertThat(diff.path("removed")).hasSize(1);
        assertThat(diff.path("added")).hasSize(1);
        assertThat(diff.path("caveats")).isEqualTo(json("['noKey']"));
    }

    @Test
    void saysWhenThereIsMoreAndThenCountsHalves() {
        JsonNode diff =
                WhatifDiff.of(answer("{'columns':{'m':1,'v':1}}", "{'columns':{'m':1,'v':2}}", 5), List.of("m"));
        assertThat(diff.path("caveats")).isEqualTo(json("['truncated']"));
        assertThat(diff.path("counts")).isEqualTo(json("{'before':'9','after':'8','added':'6','removed':'1'}"));
    }
}
