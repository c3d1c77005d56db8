package io.rowtrail.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.cli.outcome.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeNameTest {
    @ParameterizedTest
    @CsvSource({
        "gold.revenue, dataset:iceberg://lake:gold.revenue",
        "iceberg://other:gold.revenue, dataset:iceberg://other:gold.revenue",
        "dataset:postgres://127.0.0.1:15432:shop.public.sale, dataset:postgres://127.0.0.1:15432:shop.public.sale",
        "job:default:gold, job:default:gold",
        "datasetField:iceberg://lake:gold.revenue:units, datasetField:iceberg://lake:gold.revenue:units",
    })
    void takesIdsAsTheyAreAndNamesAsDatasetsOfTheNamespace(String typed, String id) {
        assertThat(NodeName.parse(typed, NodeName.LOCAL_LAKE).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"datasetField:a:b:c, true", "dataset:a:b, false"})
    void knowsColumns(String id, boolean column) {
        assertThat(new NodeName(id).isColumn()).isEqualTo(column);
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> NodeName.parse("  ", "ns")).isInstanceOf(CommandFailure.class);
    }
}
