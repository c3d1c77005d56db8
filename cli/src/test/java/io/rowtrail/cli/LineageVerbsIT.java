package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verbs about lineage: what is asked of the service, and how its answers read. */
class LineageVerbsIT {
    private static final String RUN = "0198c1f2-7c1b-7000-8000-0123456789ab";
    private static final String REVENUE = "dataset%3Aiceberg%3A%2F%2Flake%3Agold.revenue";

    private final FakeService service;

    LineageVerbsIT() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void lineageShowsNodesAndEdges() {
        service.json("/api/v1/lineage", """
                {"graph":[
                  {"id":"job:default:gold","type":"JOB","distance":0,"data":{},"inEdges":[],"outEdges":[]},
                  {"id":"dataset:a:c","type":"DATASET","distance":1,"outEdges":[],
                   "inEdges":[{"origin":"job:default:gold","destination":"dataset:a:c","kind":"WRITE","effect":"applied",
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
                  a node <- what goes into it  kind   effect   evidence
                  dataset:a:c
                    <- job:default:gold        write  applied  default:7, default:9
                caveat: truncated
                """);
        service.assertAsked("GET", "/api/v1/lineage?nodeId=job%3Adefault%3Agold&direction=downstream&depth=3");
    }

    @Test
    void lineageOfAColumnAsksForColumns() {
        service.json("/api/v1/column-lineage", """
                {"graph":[{"id":"datasetField:iceberg://lake:gold.revenue:units","type":"DATASET_FIELD","distance":0,
                  "data":{"namespace":"iceberg://lake","dataset":"gold.revenue","field":"units","inputFields":[
                    {"namespace":"iceberg://lake","dataset":"silver.sales","field":"quantity","transformationType":"DIRECT",
                     "transformationSubtype":"AGGREGATION","masking":true,"evidence":["default:9"]},
                    {"namespace":"iceberg://lake","dataset":"silver.sales","field":"pieces","transformationType":"DIRECT",
                     "transformationSubtype":"SUM","current":false,"evidence":["default:3"]}]},
                  "inEdges":[],"outEdges":[]}]}""");

        Run run = Run.against(
                service,
                "lineage",
                "datasetField:iceberg://lake:gold.revenue:units",
                "--direction",
                "upstream",
                "--former");

        assertThat(run.out()).contains("""

                        iceberg://lake:gold.revenue:units
                          is made from                          how                        evidence
                          iceberg://lake:silver.sales:quantity  DIRECT AGGREGATION masked  default:9
                          iceberg://lake:silver.sales:pieces    DIRECT SUM, formerly       default:3
                        """);

        service.assertAsked(
                "GET",
                "/api/v1/column-lineage?nodeId=datasetField%3Aiceberg%3A%2F%2Flake%3Agold.revenue%3Aunits&withDownstream=false"
                        + "&former=true");
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
        service.assertAsked(
                "GET", "/api/v1/diff?nodeId=" + REVENUE + "&from=run%3A" + RUN + "&to=2026-11-22T10%3A00%3A00Z");
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
        service.assertAsked("GET", "/api/v1/lineage?nodeId=dataset%3Aa%3Ab&direction=downstream");
    }
}
