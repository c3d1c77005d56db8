package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verbs that look for something: ways, names, the first bad version. */
class SearchVerbsIT {
    private static final String VERSIONS = "/api/v1/namespaces/iceberg%3A%2F%2Flake/datasets/gold.revenue/versions";

    private final FakeService service;

    SearchVerbsIT() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void pathShowsTheNodesAndEdgesOfEveryShortestWay() {
        service.json("/api/v1/path", """
                {"from":"dataset:iceberg://lake:silver.sales","to":"dataset:iceberg://lake:gold.revenue","found":true,
                 "nodes":[{"id":"dataset:iceberg://lake:silver.sales","type":"DATASET","distance":0},
                          {"id":"job:default:gold","type":"JOB","distance":1}],
                 "edges":[{"origin":"dataset:iceberg://lake:silver.sales","destination":"job:default:gold",
                           "effect":"effective","evidence":["default:7"]}],
                 "caveats":[],"hidden":0}""");
        Run run = Run.against(service, "path", "silver.sales", "gold.revenue", "--depth", "4");
        assertThat(run.out())
                .contains("from dataset:iceberg://lake:silver.sales to dataset:iceberg://lake:gold.revenue")
                .contains("job:default:gold")
                .contains("default:7");
        service.assertAsked(
                "GET",
                "/api/v1/path?from=dataset%3Aiceberg%3A%2F%2Flake%3Asilver.sales"
                        + "&to=dataset%3Aiceberg%3A%2F%2Flake%3Agold.revenue&depth=4");
    }

    @Test
    void searchShowsWhatWasFoundAndByWhat() {
        service.json("/api/v1/search", """
                {"totalCount":1,"results":[{"type":"DATASET","name":"gold.revenue","namespace":"iceberg://lake",
                 "nodeId":"dataset:iceberg://lake:gold.revenue","updatedAt":"2026-11-22T10:00:00Z",
                 "matched":"column:revenue"}],"caveats":[]}""");
        Run run = Run.against(service, "search", "gold", "revenue", "--filter", "dataset");
        assertThat(run.out()).contains("1 found").contains("gold.revenue").contains("column:revenue");
        service.assertAsked("GET", "/api/v1/search?q=gold%20revenue&filter=dataset");
    }

    @Test
    void namespacesAreListed() {
        service.json("/api/v1/namespaces", """
                {"namespaces":[{"name":"default","createdAt":"2026-11-22T10:00:00Z",
                 "updatedAt":"2026-11-22T11:00:00Z"}],"totalCount":1}""");
        assertThat(Run.against(service, "namespaces").out())
                .contains("1 namespaces")
                .contains("default");
    }

    @Test
    void bisectHalvesTheVersionsUntilTheFirstBadOne() {
        service.json(VERSIONS, """
                {"versions":[{"createdByRun":{"id":"r5"}},{"createdByRun":{"id":"r4"}},{"createdByRun":{"id":"r3"}},
                 {"createdByRun":{"id":"r2"}},{"createdByRun":{"id":"r1"}}],"totalCount":5}""");
        service.json("/api/v1/diff", "{\"same\":false}")
                .json("/api/v1/diff", "{\"same\":true}")
                .json("/api/v1/diff", "{\"same\":false}")
                .json("/api/v1/diff", "{\"same\":false,\"datasets\":[{\"nodeId\":\"dataset:a:b\"}]}");
        Run run = Run.against(service, "bisect", "gold.revenue");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("changes of dataset:iceberg://lake:gold.revenue");
        assertThat(service.asked())
                .extracting(FakeService.Asked::target)
                .filteredOn(target -> target.startsWith("/api/v1/diff"))
                .extracting(target -> target.replaceFirst(".*&from=", ""))
                .containsExactly(
                        "run%3Ar1&to=run%3Ar5", "run%3Ar1&to=run%3Ar3", "run%3Ar1&to=run%3Ar4", "run%3Ar3&to=run%3Ar4");
    }

    @Test
    void bisectOfVersionsThatAreAllMadeAlikeFails() {
        service.json(VERSIONS, """
                {"versions":[{"createdByRun":{"id":"r2"}},{"createdByRun":{"id":"r1"}}],"totalCount":2}""");
        service.json("/api/v1/diff", "{\"same\":true}");
        assertThat(Run.against(service, "bisect", "gold.revenue").status()).isEqualTo(1);
        assertThat(Run.against(service, "bisect", "gold.revenue", "--good", "r2")
                        .status())
                .isEqualTo(2);
    }
}
