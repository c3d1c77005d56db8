package io.rowtrail.graph.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {

    @Test
    void readsNamespacesWithColons() {
        assertThat(NodeId.parse("dataset:postgres://127.0.0.1:15432:shop.public.sale"))
                .isEqualTo(new DatasetId("postgres://127.0.0.1:15432", "shop.public.sale"));
        assertThat(NodeId.parse("datasetField:iceberg://lake:gold.revenue:month"))
                .isEqualTo(new ColumnRef(new DatasetId("iceberg://lake", "gold.revenue"), "month"));
        assertThat(NodeId.parse("job:default:gold")).isEqualTo(new JobId("default", "gold"));
        assertThat(NodeId.parse("run:EA041791-68BC-4AE1-BD89-4C8106A157E4"))
                .isEqualTo(new RunId("ea041791-68bc-4ae1-bd89-4c8106a157e4"));
    }

    @Test
    void offersTheOtherReadingsOfDoubtfulColons() {
        assertThat(NodeId.readings("dataset:bigquery:project:table"))
                .containsExactly(
                        new DatasetId("bigquery:project", "table"), new DatasetId("bigquery", "project:table"));
    }

    @Test
    void theWholeDatasetHasTheDatasetsId() {
        assertThat(ColumnRef.whole(new DatasetId("n", "d")).nodeId()).isEqualTo("dataset:n:d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "dataset",
                "dataset:",
                "dataset:n",
                "dataset:n:",
                "run:7",
                "table:n:d",
                "datasetField:n:d"
            })
    void refusesWhatIsNoNodeId(String text) {
        assertThatThrownBy(() -> NodeId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
