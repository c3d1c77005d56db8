package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs about requests and rows: what is asked of the service, and how its answers read. */
class RowVerbsIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String RUN = "0198c1f2-7c1b-7000-8000-0123456789ab";
    private static final String REVENUE = "dataset%3Aiceberg%3A%2F%2Flake%3Agold.revenue";

    @TempDir
    private Path directory;

    private final FakeService service;

    RowVerbsIT() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void traceShowsTheWayOfARequestAndWhatIsMissing() {
        service.json("/api/v1/traces/" + TRACE, """
                {"traceId":"%s",
                 "transactions":[{"ordinal":"41","source":"shop","txid":"812","commitLsn":"0/1AB34F0","commitTs":"2026-11-22T10:00:00.123456Z",
                   "tagSource":"message","origin":"asserted","spanId":"00f067aa0ba902b7","evidence":"default:3",
                   "tables":[{"dataset":"dataset:postgres://127.0.0.1:15432:shop.public.sale_line","rows":3,"ops":{"c":3}}]}],
                 "changes":[{"dataset":"dataset:postgres://127.0.0.1:15432:shop.public.sale_line","rows":3,"ops":{"c":3}}],
                 "runs":[{"run":"%s","job":"job:default:gold","state":"COMPLETE","startedAt":"2026-11-22T10:05:00Z",
                   "evidence":["default:7","default:9"]}],
                 "reached":[{"dataset":"dataset:iceberg://lake:gold.revenue","rows":"1","run":"%s","datasetVersion":"5"}],
                 "hops":[{"hop":"reached","node":"dataset:iceberg://lake:gold.revenue","at":"2026-11-22T10:05:00Z","rows":"1"}],
                 "missing":["no lineage is known of dataset:postgres://127.0.0.1:15432:shop.public.customer"],
                 "ambiguousTrace":false,"newMember":{"deep":[1,{"x":2}]},
                 "caveats":["truncated",{"hidden":2}],"evidence":["default:3","default:7"]}""".formatted(TRACE, RUN, RUN));

        Run run = Run.against(service, "trace", TRACE);

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("""
                trace 4bf92f3577b34da6a3ce929d0e0e4736
                  missing           no lineage is known of dataset:postgres://127.0.0.1:15432:shop.public.customer
                  ambiguous trace   false
                  evidence          default:3, default:7

                transactions
                  ordinal  source  txid  commit ts                    tag source  origin    span id           evidence
                       41  shop     812  2026-11-22T10:00:00.123456Z  message     asserted  00f067aa0ba902b7  default:3

                changed rows
                  dataset                                                   rows  ops
                  dataset:postgres://127.0.0.1:15432:shop.public.sale_line     3  c=3

                runs
                  run                                   job               state     evidence
                  0198c1f2-7c1b-7000-8000-0123456789ab  job:default:gold  COMPLETE  default:7, default:9

                reached
                  dataset                              rows  run
                  dataset:iceberg://lake:gold.revenue     1  0198c1f2-7c1b-7000-8000-0123456789ab

                hops
                  hop      node                                 at                    rows
                  reached  dataset:iceberg://lake:gold.revenue  2026-11-22T10:05:00Z     1

                new member
                  deep              1, x=2
                caveat: truncated
                caveat: hidden=2
                """);
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
        service.assertAsked("GET", "/api/v1/traces/" + TRACE);
    }

    @Test
    void rowsByKeyShowsTheRequestsAndHowFarTheyAreExact() {
        service.json("/api/v1/rows/traces", """
                {"dataset":"dataset:iceberg://lake:gold.revenue","key":{"month":"1997-01","family":"Food"},"exactness":"exact","count":"2","traces":[{"traceId":"%s","transactions":["41","42"]},{"traceId":"none"}],
                 "untagged":{"snapshot":3,"none":0},"closed":false,"guarantee":"open","run":"%s","evidence":["default:7"],
                 "absence":{"count":"1","exactness":"exact","transactions":["43"]}}""".formatted(TRACE, RUN));

        Run run = Run.against(service, "rows", "--dataset", "gold.revenue", "--key", "month=1997-01", "family=Food");

        assertThat(run.out()).isEqualTo("""
                requests behind a row of dataset:iceberg://lake:gold.revenue
                  key               month=1997-01 family=Food
                  exactness         exact
                  count             2
                  closed            false
                  guarantee         open
                  untagged          snapshot=3 none=0
                  run               0198c1f2-7c1b-7000-8000-0123456789ab
                  evidence          default:7

                2 requests
                  trace                             transaction
                  4bf92f3577b34da6a3ce929d0e0e4736           41
                  4bf92f3577b34da6a3ce929d0e0e4736           42
                  none                                        -

                absence
                  count             1
                  exactness         exact
                  transactions      43
                """);
        service.assertAsked(
                "GET",
                "/api/v1/rows/traces?key=%7B%22month%22%3A%221997-01%22%2C%22family%22%3A%22Food%22%7D&dataset="
                        + REVENUE);
    }

    @Test
    void theProofOfARowIsSavedAsItCame() throws IOException {
        String proof = "{\"checkpoint\":\"x\\ny \u2014 z\\n\",\"entry\":{},\"v\":1}";
        service.json("/api/v1/rows/proof", proof);
        String file = directory.resolve("row.json").toString();
        String[] line = {"rows", "--dataset", "gold.revenue", "--proof", file, "--key", "month=1"};

        Run run = Run.against(service, line);

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("saved " + file, "rowtrail verify " + file + " --vkey KEY");
        assertThat(Files.readString(Path.of(file))).isEqualTo(proof);
        service.assertAsked("GET", "/api/v1/rows/proof?key=%7B%22month%22%3A%221%22%7D&dataset=" + REVENUE);

        assertThat(Run.against(service, line).status())
                .as("nothing is overwritten")
                .isEqualTo(2);
        assertThat(Run.against(service, "rows", "--trace", TRACE, "--proof", file + "2")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void rowsOfAReport() {
        service.json("/api/v1/rows/traces", "{}");

        Run.against(service, "rows", "--report", "revenue", "--key", "{\"month\":1}");

        service.assertAsked("GET", "/api/v1/rows/traces?key=%7B%22month%22%3A1%7D&report=revenue");
    }

    @Test
    void rowsByTraceListsThem() {
        service.json("/api/v1/traces/" + TRACE + "/rows", """
                {"traceId":"%s","rows":[
                  {"dataset":"dataset:iceberg://lake:shop.sale_line","key":{"sale_id":1,"line_no":2},"op":"c","effect":"contributed",
                   "transactions":["41"]},
                  {"dataset":"dataset:iceberg://lake:gold.revenue","key":{"month":"1997-01","state":"CA"},"effect":"contributed",
                   "transactions":["41"],"tags":{"count":"12","exactness":"exact","closed":true}}],"caveats":["truncated"]}""".formatted(TRACE));

        Run run = Run.against(service, "rows", "--trace", TRACE, "--limit", "2");

        assertThat(run.out()).isEqualTo("""
                rows of trace 4bf92f3577b34da6a3ce929d0e0e4736

                dataset:iceberg://lake:shop.sale_line
                  key                  op  effect       transactions  tags
                  sale_id=1 line_no=2  c   contributed            41  -
                  1 row

                dataset:iceberg://lake:gold.revenue
                  key                     op  effect       transactions  tags
                  month=1997-01 state=CA  -   contributed            41  12 exact closed
                  1 row
                caveat: truncated
                """);
        service.assertAsked("GET", "/api/v1/traces/" + TRACE + "/rows?limit=2");
    }

    @Test
    void rowsOfATableWithoutAKeyAreNamedByTheirFirstColumns() {
        service.json("/api/v1/traces/" + TRACE + "/rows", """
                {"traceId":"%s","rows":[
                  {"dataset":"dataset:iceberg://lake:silver.sales","effect":"contributed","transactions":["41"],
                   "key":{"sale_id":1,"line_no":2,"sold_on":"1997-01-05","customer_id":7,"customer_name":"Ann Example",
                     "product_name":"Washington Berry Juice","family":"Drink","unit_price":"2.85"},
                   "tags":{"count":"4","exactness":"exact","closed":true}}]}""".formatted(TRACE));

        Run run = Run.against(service, "rows", "--trace", TRACE, "--dataset", "silver.sales");

        assertThat(run.out()).isEqualTo("""
                rows of trace 4bf92f3577b34da6a3ce929d0e0e4736

                dataset:iceberg://lake:silver.sales
                  key                                                        op  effect       transactions  tags
                  sale_id=1 line_no=2 sold_on=1997-01-05 customer_id=7 (+4)  -   contributed            41  4 exact closed
                  1 row
                  no key of it is known, so its rows are named by their first columns (--output json has all);
                  tell its key: rowtrail register-report NAME --dataset dataset:iceberg://lake:silver.sales --key COLUMN,…
                """);
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void traceOfARunShowsTheRun() {
        service.json("/api/v1/traces/" + RUN, """
                {"run":{"run":"%s","job":"job:default:gold","state":"COMPLETE","startedAt":"2026-11-22T10:05:00Z","evidence":["default:7"]},
                 "inputs":["dataset:iceberg://lake:silver.sales"],"outputs":["dataset:iceberg://lake:gold.revenue"],
                 "caveats":[],"evidence":["default:7"]}""".formatted(RUN));

        assertThat(Run.against(service, "trace", RUN).out()).isEqualTo("""
                run 0198c1f2-7c1b-7000-8000-0123456789ab
                  job               job:default:gold
                  state             COMPLETE
                  started at        2026-11-22T10:05:00Z
                  evidence          default:7
                  inputs            dataset:iceberg://lake:silver.sales
                  outputs           dataset:iceberg://lake:gold.revenue
                  evidence          default:7
                """);
    }

    @Test
    void registersAReport() {
        service.json("/api/v1/reports/revenue", "{\"name\":\"revenue\"}");

        Run run = Run.against(
                service,
                "register-report",
                "revenue",
                "--dataset",
                "gold.revenue",
                "--key",
                "month,family",
                "--measure",
                "revenue",
                "--measure",
                "units");

        assertThat(run.status()).isZero();
        service.assertAsked("PUT", "/api/v1/reports/revenue");
        assertThat(service.asked().get(0).body())
                .isEqualTo("{\"dataset\":\"dataset:iceberg://lake:gold.revenue\",\"key\":[\"month\",\"family\"],"
                        + "\"measures\":[\"revenue\",\"units\"]}");
    }

    @Test
    void reportsShowsWhatNamesACell() {
        service.json("/api/v1/reports", """
                {"reports":[{"name":"revenue","dataset":"dataset:iceberg://lake:gold.revenue","namespace":"iceberg://lake",
                 "table":"gold.revenue","key":["month","family"],"measures":["revenue"]}]}""");

        assertThat(Run.against(service, "reports").out()).isEqualTo("""
                reports
                  name     dataset                              key            measures
                  revenue  dataset:iceberg://lake:gold.revenue  month, family  revenue
                """);
    }
}
