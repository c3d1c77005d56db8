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
                {"traceId":"%s","spans":{"count":3,"services":["shop"]},
                 "transactions":[{"ordinal":"41","txid":"812","commitTs":"2026-11-22T10:00:00Z","tagSource":"message"}],
                 "changes":[{"dataset":{"namespace":"iceberg://lake","name":"shop.sale_line"},"op":"c","rows":3}],
                 "runs":[],"missing":["spans of the capture"],"newMember":{"deep":[1,{"x":2}]},
                 "caveats":["ambiguousTrace",{"hidden":2}]}""".formatted(TRACE));

        Run run = Run.against(service, "trace", TRACE);

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("""
                trace 4bf92f3577b34da6a3ce929d0e0e4736
                  runs              -
                  missing           spans of the capture

                transactions
                  ordinal  txid  commit ts             tag source
                       41   812  2026-11-22T10:00:00Z  message

                changes
                  dataset                        op  rows
                  iceberg://lake:shop.sale_line  c      3

                spans
                  count             3
                  services          shop

                new member
                  deep              1, x=2
                caveat: ambiguousTrace
                caveat: hidden=2
                """);
        assertAsked("GET", "/api/v1/traces/" + TRACE);
    }

    @Test
    void rowsByKeyShowsTheRequestsAndHowFarTheyAreExact() {
        service.json("/api/v1/rows/traces", """
                {"exactness":"exact","count":"2","traces":[{"traceId":"%s","transactions":["41","42"]},{"traceId":"none"}],
                 "untagged":{"snapshot":3,"none":0},"closed":false,"guarantee":"open","run":"%s","evidence":["default:7"],
                 "absence":{"count":"1","exactness":"exact","transactions":["43"]}}""".formatted(TRACE, RUN));

        Run run = Run.against(
                service, "rows", "--dataset", "gold.revenue", "--key", "month=1997-01", "family=Food", "--limit", "9");

        assertThat(run.out()).isEqualTo("""
                requests behind a row of dataset:iceberg://lake:gold.revenue
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
                        + REVENUE + "&limit=9");
    }

    @Test
    void rowsByTraceListsThem() {
        service.json("/api/v1/traces/" + TRACE + "/rows", """
                {"traceId":"%s","rows":[{"key":{"month":"1997-01","state":"CA"},"effect":"contributed"}],"next":"c2"}""".formatted(TRACE));

        Run run = Run.against(service, "rows", "--dataset", "gold.revenue", "--trace", TRACE);

        assertThat(run.out()).isEqualTo("""
                rows of dataset:iceberg://lake:gold.revenue from trace 4bf92f3577b34da6a3ce929d0e0e4736
                  next              c2

                1 row
                  key                     effect
                  month=1997-01 state=CA  contributed
                """);
        assertAsked("GET", "/api/v1/traces/" + TRACE + "/rows?dataset=" + REVENUE);
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

        assertThat(run.out())
                .contains(
                        "iceberg://lake:gold.revenue:units  iceberg://lake:silver.sales:quantity  DIRECT AGGREGATION masked");

        assertAsked(
                "GET",
                "/api/v1/column-lineage?nodeId=datasetField%3Aiceberg%3A%2F%2Flake%3Agold.revenue%3Aunits&withDownstream=false");
    }

    @Test
    void diffShowsWhichMappingChanged() {
        service.json("/api/v1/diff", """
                {"from":{"id":"run-1","state":"COMPLETED","startedAt":"2026-11-22T10:00:00Z","job":{"namespace":"default","name":"gold"}},
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

                runs
                        run    state      started at            job           code version
                  from  run-1  COMPLETED  2026-11-22T10:00:00Z  default:gold  -
                  to    run-2  COMPLETED  2026-11-22T11:00:00Z  default:gold  -

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
        service.prepare(
                        "/api/v1/audit/evidence",
                        202,
                        "application/json",
                        "{\"id\":\"e1\"}",
                        Map.of("Location", "/api/v1/audit/evidence/e1"))
                .prepare("/api/v1/audit/evidence/e1", 202, "application/json", "{}", Map.of())
                .prepare("/api/v1/audit/evidence/e1", 200, "application/zip", "PK-bytes", Map.of());

        Run run = Run.against(service, "evidence", "--from", "3", "--to", "9", "-o", pack.toString());

        assertThat(run.status()).isZero();
        assertThat(pack).hasContent("PK-bytes");
        assertThat(run.out()).contains("saved " + pack, "rowtrail verify");
        assertThat(service.asked().get(0).body()).isEqualTo("{\"log\":\"default\",\"from\":\"3\",\"to\":\"9\"}");
        assertThat(service.asked()).hasSize(3);
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
