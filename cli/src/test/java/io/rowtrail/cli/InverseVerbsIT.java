package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verbs that have recorded plans run again. */
class InverseVerbsIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String RUN = "0198c1f2-7c1b-7000-8000-0123456789ab";
    private static final String JOB = "5ad2f3de-0b0e-4b7e-8c53-0f5be0b8a3d1";
    private static final String DATASET = "\"dataset\":\"dataset:iceberg://lake:gold.revenue\"";

    private final FakeService service;

    InverseVerbsIT() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void rowsRecomputedTellWhatMatteredWithoutBeingInThem() {
        service.json("/api/v1/rows/traces", """
                {%s,"key":{"month":"1997-01"},"exactness":"exact","count":"1","traces":[{"traceId":"%s","transactions":["41"]}],
                 "untagged":{"snapshot":0,"none":0},"closed":false,"guarantee":"open","run":"%s","evidence":["default:7"],"reasons":[],
                 "absence":{"count":"2","exactness":"exact","transactions":["43","44"],"traces":[{"traceId":"%s","transactions":["43"]},
                   {"transactions":["44"]}]},"caveats":[]}""".formatted(DATASET, TRACE, RUN, TRACE));

        Run run = Run.against(
                service, "rows", "--dataset", "gold.revenue", "--recompute", "--run", RUN, "--key", "month=1997-01");

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("""
                requests behind a row of dataset:iceberg://lake:gold.revenue
                  key               month=1997-01
                  exactness         exact
                  count             1
                  closed            false
                  guarantee         open
                  untagged          snapshot=0 none=0
                  run               0198c1f2-7c1b-7000-8000-0123456789ab
                  evidence          default:7

                1 request
                  trace                             transaction
                  4bf92f3577b34da6a3ce929d0e0e4736           41

                absence
                  count             2
                  exactness         exact

                without being in it, these mattered
                  trace                             transaction
                  4bf92f3577b34da6a3ce929d0e0e4736           43
                  (no request)                               44
                """);
        service.assertAsked(
                "GET",
                "/api/v1/rows/traces?key=%7B%22month%22%3A%221997-01%22%7D&mode=recompute&run=" + RUN
                        + "&dataset=dataset%3Aiceberg%3A%2F%2Flake%3Agold.revenue");
    }

    @Test
    void whatCannotBeRecomputedIsAFailedQuestion() {
        service.problem(
                "/api/v1/rows/traces",
                422,
                "{\"title\":\"Unprocessable\",\"status\":422,\"detail\":\"a stream has no one plan\"}");

        Run run = Run.against(service, "rows", "--dataset", "gold.revenue", "--recompute", "--key", "month=1997-01");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("a stream has no one plan");
    }

    @Test
    void absenceTellsTheReasonsOneByOne() {
        service.json("/api/v1/rows/absence", """
                {%s,"key":{"month":"1997-01"},"present":false,"lastSeen":{"run":"%s","datasetVersion":"5","at":"2026-11-22T10:05:00Z",
                 "tags":{"count":"1","exactness":"exact","traces":[{"traceId":"%s","transactions":["41"]}]}},
                 "removedBy":[{"transactions":["42"]}],"rejectedBy":[{"operator":"Filter","planPosition":"3","predicate":"quantity > 0",
                 "count":"1","transactions":["41"],"traces":[{"traceId":"%s","transactions":["41"]}]}],"never":false,"exactness":"exact",
                 "reasons":[],"evidence":["default:7"],"caveats":[],"hidden":0}""".formatted(DATASET, RUN, TRACE, TRACE));

        Run run = Run.against(service, "absence", "--dataset", "gold.revenue", "--key", "month=1997-01");

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("""
                no row of dataset:iceberg://lake:gold.revenue
                  key               month=1997-01
                  exactness         exact
                  evidence          default:7
                  hidden            0

                last seen
                  run               0198c1f2-7c1b-7000-8000-0123456789ab
                  dataset version   5
                  at                2026-11-22T10:05:00Z
                  exactness         exact

                it was made by
                  trace                             transaction
                  4bf92f3577b34da6a3ce929d0e0e4736           41

                removed by
                  trace         transaction
                  (no request)           42

                dropped by the plan
                  place  operator  predicate     transactions
                      3  Filter    quantity > 0             1

                dropped at 3
                  trace                             transaction
                  4bf92f3577b34da6a3ce929d0e0e4736           41
                """);
    }

    @Test
    void absenceOfARowThatIsThereSaysSo() {
        service.json("/api/v1/rows/absence", "{" + DATASET + ",\"present\":true,\"where\":\"/x\",\"never\":false}");

        assertThat(Run.against(service, "absence", "--dataset", "gold.revenue", "--key", "month=1997-01")
                        .out())
                .contains("it is there: rowtrail rows");
    }

    @Test
    void whatifWaitsAndShowsWhatWouldDiffer() {
        service.prepare(
                "/api/v1/whatif",
                202,
                "application/json",
                "{\"id\":\"" + JOB + "\",\"state\":\"running\"}",
                Map.of("Location", "/api/v1/whatif/" + JOB));
        service.json(
                "/api/v1/whatif/" + JOB,
                "{\"id\":\"" + JOB + "\",\"state\":\"running\",\"progress\":{\"step\":\"computing\",\"seconds\":2}}");
        service.json("/api/v1/whatif/" + JOB, """
                {"id":"%s","state":"done",%s,"without":["%s"],"transactions":"1","hidden":0,
                 "changed":[{"key":{"month":"1997-01"},"before":{"revenue":"12.50","units":3},"after":{"revenue":"2.50","units":3}}],
                 "added":[],"removed":[{"key":{"month":"1997-02"},"values":{"revenue":"1.00","units":1}}],
                 "counts":{"before":"9","after":"8","added":"0","removed":"1","changed":"1"},"exactness":"exact","reasons":[],
                 "caveats":["truncated"]}""".formatted(JOB, DATASET, TRACE));

        Run run = Run.against(service, "whatif", TRACE, "--dataset", "gold.revenue");

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEqualTo("computing, 2 s\n");
        assertThat(run.out()).isEqualTo("""
                what if: dataset:iceberg://lake:gold.revenue
                  without 4bf92f3577b34da6a3ce929d0e0e4736
                  id                5ad2f3de-0b0e-4b7e-8c53-0f5be0b8a3d1
                  state             done
                  transactions      1
                  counts            before=9 after=8 added=0 removed=1 changed=1
                  exactness         exact

                1 row differs
                  key            is             would be
                  month=1997-01  revenue=12.50  revenue=2.50

                only with them
                  key            values
                  month=1997-02  revenue=1.00 units=1
                caveat: truncated
                """);
        assertThat(service.asked().get(0).body())
                .isEqualTo("{\"without\":[\"" + TRACE + "\"],\"dataset\":\"dataset:iceberg://lake:gold.revenue\"}");
    }

    @Test
    void whatifThatFailedIsAFailedQuestionAndNoWaitReturnsAtOnce() {
        service.prepare(
                "/api/v1/whatif",
                202,
                "application/json",
                "{\"id\":\"" + JOB + "\",\"state\":\"running\"}",
                Map.of("Location", "/api/v1/whatif/" + JOB));
        service.json("/api/v1/whatif/" + JOB, "{\"id\":\"" + JOB + "\",\"state\":\"failed\",\"reason\":\"stopped\"}");

        Run given = Run.against(service, "whatif", TRACE, "--report", "revenue", "--no-wait", "--output", "json");
        Run failed = Run.against(service, "whatif", "--job", JOB);

        assertThat(given.status()).isZero();
        assertThat(given.out()).contains(JOB);
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.out()).contains("stopped");
    }
}
