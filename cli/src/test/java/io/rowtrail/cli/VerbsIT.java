package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.cli.text.Ink;
import io.rowtrail.cli.text.Screen;
import io.rowtrail.cli.text.Width;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerbsIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String RUN = "0198c1f2-7c1b-7000-8000-0123456789ab";
    private static final Path GOLDEN = Path.of("src/test/resources/golden/evidence/pack.zip");
    private static final String REVENUE = "dataset%3Aiceberg%3A%2F%2Flake%3Agold.revenue";

    private final FakeService service;

    VerbsIT() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void assertAsked(String method, String target) {
        assertThat(service.asked()).last().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo(method);
            assertThat(asked.target()).isEqualTo(target);
        });
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
        assertAsked("GET", "/api/v1/traces/" + TRACE);
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
        assertAsked(
                "GET",
                "/api/v1/rows/traces?key=%7B%22month%22%3A%221997-01%22%2C%22family%22%3A%22Food%22%7D&dataset="
                        + REVENUE);
    }

    @Test
    void rowsOfAReport() {
        service.json("/api/v1/rows/traces", "{}");

        Run.against(service, "rows", "--report", "revenue", "--key", "{\"month\":1}");

        assertAsked("GET", "/api/v1/rows/traces?key=%7B%22month%22%3A1%7D&report=revenue");
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
        assertAsked("GET", "/api/v1/traces/" + TRACE + "/rows?limit=2");
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
    void lineageShowsNodesAndEdges() {
        service.json("/api/v1/lineage", """
                {"graph":[
                  {"id":"job:default:gold","type":"JOB","distance":0,"data":{},"inEdges":[],"outEdges":[]},
                  {"id":"dataset:a:c","type":"DATASET","distance":1,"outEdges":[],
                   "inEdges":[{"origin":"job:default:gold","destination":"dataset:a:c","effect":"applied",
                               "evidence":["default:7","default:9"]}]}],
                 "caveats":["truncated"],"frontier":["dataset:a:d"]}""");

        Run run = Run.against(service, "lineage", "job:default:gold", "--depth", "3", "--direction", "downstream");

        assertThat(run.out()).isEqualTo("""
                lineage of job:default:gold
                  frontier          dataset:a:d

                2 nodes
                  away  type     node
                     0  JOB      job:default:gold
                     1  DATASET  dataset:a:c

                edges
                  from              to           effect   evidence
                  job:default:gold  dataset:a:c  applied  default:7, default:9
                caveat: truncated
                """);
        assertAsked("GET", "/api/v1/lineage?nodeId=job%3Adefault%3Agold&direction=downstream&depth=3");
    }

    @Test
    void lineageOfAColumnAsksForColumns() {
        service.json("/api/v1/column-lineage", """
                {"graph":[{"id":"datasetField:iceberg://lake:gold.revenue:units","type":"DATASET_FIELD","distance":0,
                  "data":{"namespace":"iceberg://lake","dataset":"gold.revenue","field":"units","inputFields":[
                    {"namespace":"iceberg://lake","dataset":"silver.sales","field":"quantity","transformationType":"DIRECT",
                     "transformationSubtype":"AGGREGATION","masking":true,"evidence":["default:9"]}]},
                  "inEdges":[],"outEdges":[]}]}""");

        Run run = Run.against(
                service, "lineage", "datasetField:iceberg://lake:gold.revenue:units", "--direction", "upstream");

        assertThat(run.out()).contains("""

                        iceberg://lake:gold.revenue:units
                          is made from                          how                        evidence
                          iceberg://lake:silver.sales:quantity  DIRECT AGGREGATION masked  default:9
                        """);

        assertAsked(
                "GET",
                "/api/v1/column-lineage?nodeId=datasetField%3Aiceberg%3A%2F%2Flake%3Agold.revenue%3Aunits&withDownstream=false");
    }

    @Test
    void diffShowsWhichMappingChanged() {
        service.json("/api/v1/diff", """
                {"from":{"id":"run-1","state":"COMPLETED","startedAt":"2026-11-22T10:00:00Z","job":{"namespace":"default","name":"gold"},
                   "codeVersion":{"deploy":"gold-v1","schema":null}},
                 "to":{"id":"run-2","state":"COMPLETED","startedAt":"2026-11-22T11:00:00Z","job":{"namespace":"default","name":"gold"}},
                 "same":false,"inputs":{"removed":[],"added":[]},
                 "datasets":[{"nodeId":"dataset:iceberg://lake:gold.revenue","unchangedColumnEdges":6,"rowsFrom":120,"rowsTo":120,
                   "columnEdges":{
                     "removed":[{"from":"datasetField:iceberg://lake:silver.sales:unit_price",
                       "to":"datasetField:iceberg://lake:gold.revenue:revenue","type":"DIRECT","subtype":"AGGREGATION"}],
                     "added":[{"from":"datasetField:iceberg://lake:silver.sales:unit_cost",
                       "to":"datasetField:iceberg://lake:gold.revenue:revenue","type":"DIRECT","subtype":"AGGREGATION"}]},
                   "schema":{"removed":[],"added":[{"name":"units","type":"decimal"}]}}],
                 "caveats":[],"evidence":["default:7","default:9"]}""");

        Run run = Run.against(service, "diff", "gold.revenue", "--from", RUN, "--to", "2026-11-22T10:00:00Z");

        assertThat(run.out()).isEqualTo("""
                changes of dataset:iceberg://lake:gold.revenue
                  same              false
                  evidence          default:7, default:9

                runs of default:gold
                        run    state      started at            code version
                  from  run-1  COMPLETED  2026-11-22T10:00:00Z  deploy=gold-v1
                  to    run-2  COMPLETED  2026-11-22T11:00:00Z  -

                dataset:iceberg://lake:gold.revenue
                  rows              120 -> 120
                  column edges      6 unchanged
                     column   is made from                            how
                  -  revenue  iceberg://lake:silver.sales:unit_price  DIRECT AGGREGATION
                  +  revenue  iceberg://lake:silver.sales:unit_cost   DIRECT AGGREGATION

                schema of dataset:iceberg://lake:gold.revenue
                     column  type
                  +  units   decimal
                """);
        assertAsked("GET", "/api/v1/diff?nodeId=" + REVENUE + "&from=run%3A" + RUN + "&to=2026-11-22T10%3A00%3A00Z");
    }

    @Test
    void impactOfAServiceWithoutTheFlatListComesFromItsGraph() {
        service.json("/q/openapi", "{\"paths\":{\"/api/v1/lineage\":{\"get\":{}}}}")
                .json("/api/v1/lineage", """
                {"graph":[
                  {"id":"dataset:a:up","type":"DATASET","distance":1,
                   "outEdges":[{"origin":"dataset:a:up","destination":"dataset:a:b"}]},
                  {"id":"dataset:a:b","type":"DATASET","distance":0,"outEdges":[{"origin":"dataset:a:b","destination":"job:d:j"}]},
                  {"id":"job:d:j","type":"JOB","distance":1,"outEdges":[{"origin":"job:d:j","destination":"dataset:a:c"}]},
                  {"id":"dataset:a:c","type":"DATASET","distance":2,"outEdges":[]}]}""");

        Run run = Run.against(service, "impact", "dataset:a:b");

        assertThat(run.out()).isEqualTo("""
                made from dataset:a:b
                  away  type     node
                     1  JOB      job:d:j
                     2  DATASET  dataset:a:c
                """);
        assertAsked("GET", "/api/v1/lineage?nodeId=dataset%3Aa%3Ab&direction=downstream");
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
        assertAsked("PUT", "/api/v1/reports/revenue");
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

    @Test
    void exportPassesTheLinesThrough() {
        service.prepare("/api/v1/graph/export", 200, "application/x-ndjson", "{\"a\":1}\n{\"b\":2}\n", Map.of());

        assertThat(Run.against(service, "export", "--facts")).isEqualTo(new Run(0, "{\"a\":1}\n{\"b\":2}\n", ""));
    }

    @Test
    void exportToATerminalSendsItNoControls() {
        service.prepare("/api/v1/graph/export", 200, "application/x-ndjson", "{\"a\":\"\u009b2J\"}\n", Map.of());

        Run run = Run.of(Map.of("ROWTRAIL_URL", service.url()), Width.ofTerminal(80), Ink.NONE, "export");

        assertThat(run.out()).isEqualTo("{\"a\":\"\\u009b2J\"}\n");
    }

    @Test
    void aFullDiskIsNotBlamedOnTheService() {
        service.prepare("/api/v1/graph/export", 200, "application/x-ndjson", "{\"a\":1}\n", Map.of());
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int status = Main.run(
                new String[] {"export", "--url", service.url()},
                Map.of(),
                new Screen(full, err, Width.uncut(), Ink.NONE));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("could not be written", "No space left");
    }

    @Test
    void evidenceIsAwaitedAndSaved(@TempDir Path directory) throws IOException {
        Path pack = directory.resolve("pack.zip");
        Path kept = Files.writeString(directory.resolve("kept"), "example.com/log\n3\nroot\n\n- sig\n");
        service.prepare(
                        "/api/v1/audit/evidence",
                        202,
                        "application/json",
                        "{\"id\":\"e1\"}",
                        Map.of("Location", "/api/v1/audit/evidence/e1"))
                .prepare("/api/v1/audit/evidence/e1", 202, "application/json", "{}", Map.of())
                .file("/api/v1/audit/evidence/e1", "application/zip", GOLDEN);

        Run run = Run.against(
                service,
                "evidence",
                "--from",
                "3",
                "--to",
                "9",
                "--checkpoint",
                kept.toString(),
                "-o",
                pack.toString());

        assertThat(run.status()).isZero();
        assertThat(pack).hasSameBinaryContentAs(GOLDEN);
        assertThat(run.out()).isEqualTo("""
                saved %s
                  entries           7
                  tree size         7
                  completeness      range
                  check it with: rowtrail verify %s
                  id                e1
                """.formatted(pack, pack));
        assertThat(service.asked().get(0).body())
                .isEqualTo("{\"log\":\"default\",\"from\":\"3\",\"to\":\"9\",\"earlier\":[\"3\"]}");
        assertThat(service.asked()).hasSize(3);
    }

    @Test
    void evidenceKeepsNothingThatIsNoPack(@TempDir Path directory) throws IOException {
        service.prepare(
                        "/api/v1/audit/evidence",
                        202,
                        "application/json",
                        "{}",
                        Map.of("Location", "/api/v1/audit/evidence/e1"))
                .prepare("/api/v1/audit/evidence/e1", 200, "application/zip", "<html>", Map.of());

        Run run = Run.against(
                service, "evidence", "-o", directory.resolve("p.zip").toString());

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("no evidence pack");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void evidenceRefusesWhatIsNoCheckpoint(@TempDir Path directory) throws IOException {
        Path kept = Files.writeString(directory.resolve("kept"), "hello\n");

        Run run = Run.against(
                service,
                "evidence",
                "--checkpoint",
                kept.toString(),
                "-o",
                directory.resolve("p.zip").toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("is no checkpoint");
        assertThat(service.asked()).isEmpty();
    }

    @Test
    void evidenceNeitherOverwritesNorLeavesHalvesBehind(@TempDir Path directory) throws IOException {
        Path pack = directory.resolve("pack.zip");
        service.prepare(
                        "/api/v1/audit/evidence",
                        202,
                        "application/json",
                        "{}",
                        Map.of("Location", "http://127.0.0.2/x"))
                .json("/q/openapi", "{\"paths\":{}}");

        Run elsewhere = Run.against(service, "evidence", "-o", pack.toString());
        Files.writeString(pack, "mine");
        Run again = Run.against(service, "evidence", "-o", pack.toString());

        assertThat(elsewhere.status()).isEqualTo(3);
        assertThat(elsewhere.err()).contains("another server");
        assertThat(again.status()).isEqualTo(2);
        assertThat(directory).isDirectoryContaining("glob:**pack.zip");
        assertThat(Files.list(directory)).containsExactly(pack);
        assertThat(pack).hasContent("mine");
    }

    @Test
    void replaySaysPlainlyWhenTheServiceCannot() {
        service.json("/q/openapi", "{\"paths\":{\"/api/v1/lineage\":{\"get\":{}}}}");

        Run run = Run.against(service, "replay");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("cannot do this", "POST /api/v1/graph/replay");
    }
}
