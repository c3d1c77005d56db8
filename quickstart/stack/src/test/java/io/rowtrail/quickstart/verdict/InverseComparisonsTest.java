package io.rowtrail.quickstart.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sale of {@link ComparisonsTest}, recomputed and thought away. */
class InverseComparisonsTest {
    private static final CapturedEntries CAPTURED = CapturedEntries.of(Map.of(101L, 1, 102L, 2));
    private static final String RIGHT = """
            {"exactness":"exact","count":"2","traces":[{"traceId":"a","transactions":["101"]}],
             "untagged":{"snapshot":1,"none":0},"closed":false,"reasons":[],
             "absence":{"count":"1","exactness":"exact","transactions":["102"],"traces":[{"traceId":"b","transactions":["102"]}]}}""";

    private final ShopHistory history = ComparisonsTest.history();
    private final SalesOracle oracle = new SalesOracle(history);

    @Test
    void aRecomputedAnswerIsComparedToTheLastAbsentTransaction() throws IOException {
        assertThat(exact(RIGHT)).isEmpty();
        assertThat(exact(RIGHT.replace("\"a\"", "\"c\""))).contains("lacks a", "c is too many");
        assertThat(exact(RIGHT.replace("\"count\":\"1\",\"exactness\":\"exact\"", "\"exactness\":\"superset\"")))
                .contains("superset");
        assertThat(exact(RIGHT.replace("\"transactions\":[\"102\"],\"traces\"", "\"transactions\":[],\"traces\"")))
                .contains("must be {2}");
        assertThat(exact(RIGHT.replace(
                        "\"transactions\":[\"102\"],\"traces\"", "\"transactions\":[\"999\"],\"traces\"")))
                .contains("ordinal 999");
        assertThat(exact(RIGHT.replace("\"b\"", "\"c\""))).contains("other requests");
    }

    @Test
    void aDiffIsComparedWithTheLedgerWithoutTheRequest() throws IOException {
        String vanishes = """
                {"exactness":"exact","changed":[],"added":[],"removed":[{"key":{"month":"1997-01","family":"Food","state":"CA"},
                 "values":{"revenue":"2.5000","units":"1"}}]}""";

        assertThat(without(1, vanishes)).isEmpty();
        assertThat(without(1, vanishes.replace("2.5000", "2.6")))
                .contains("2.6 of 1 to nothing", "2.5 of 1 to nothing");
        assertThat(without(1, "{\"exactness\":\"exact\"}")).contains("the diff is {}");
        assertThat(without(1, vanishes.replace("exact\"", "unknown\""))).contains("unknown");
    }

    @Test
    void aRequestThatTookSomethingAwayGivesItBackWhenItIsThoughtAway() throws IOException {
        String more = """
                {"exactness":"exact","removed":[],"added":[],"changed":[{"key":{"month":"1997-01","family":"Food","state":"CA"},
                 "before":{"revenue":"2.5","units":"1"},"after":{"revenue":"5.0","units":"2"}}]}""";

        assertThat(without(2, more)).isEmpty();
    }

    private String exact(String answer) throws IOException {
        Provenance expected = oracle.state("CA").orElseThrow().provenance();
        return new ExactComparison(history, CAPTURED).problem(expected, json(answer));
    }

    private String without(int seq, String diff) throws IOException {
        List<LedgerEntry> others =
                history.ledger().stream().filter(entry -> entry.seq() != seq).toList();
        ShopHistory imagined = ComparisonsTest.history(seq == 1 ? List.of() : others);
        return new WhatifComparison(oracle, new SalesOracle(imagined)).problem(json(diff));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
