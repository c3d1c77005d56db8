package io.rowtrail.recompute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RecomputeConfigTest {
    private static Properties least() {
        Properties p = new Properties();
        p.setProperty("listen.port", "9090");
        return p;
    }

    @Test
    void hasTheDefaultsThatItDocuments() {
        RecomputeConfig config = RecomputeConfig.from(least());
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(9090);
        assertThat(config.token()).isEmpty();
        assertThat(config.lake()).isEqualTo("lake");
        assertThat(config.parallel()).isEqualTo(2);
        assertThat(config.patience()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.spark()).isEmpty();
    }

    @Test
    void makesTheCatalogueOfTheLakesSettings() {
        Properties p = least();
        p.setProperty("lake.name", "pond");
        p.setProperty("lake.uri", "jdbc:postgresql://db/catalog");
        p.setProperty("lake.user", "reader");
        p.setProperty("lake.password", "hush");
        p.setProperty("lake.warehouse", "/data/lake");
        p.setProperty("spark.master", "local[4]");
        RecomputeConfig config = RecomputeConfig.from(p);
        assertThat(config.spark())
                .containsEntry("spark.sql.catalog.pond.uri", "jdbc:postgresql://db/catalog")
                .containsEntry("spark.sql.catalog.pond.jdbc.user", "reader")
                .containsEntry("spark.sql.catalog.pond.warehouse", "/data/lake")
                .containsEntry("spark.master", "local[4]");
        assertThat(config.toString()).doesNotContain("hush");
    }

    @Test
    void namesWhatIsMissingUnknownOrUnsafe() {
        assertThatThrownBy(() -> RecomputeConfig.from(new Properties())).hasMessageContaining("listen.port");
        for (String[] wrong : new String[][] {
            {"listen.prot", "1"}, {"listen.port", "x"}, {"questions.parallel", "0"}, {"spark.plugins", "x"}
        }) {
            Properties p = least();
            p.setProperty(wrong[0], wrong[1]);
            assertThatThrownBy(() -> RecomputeConfig.from(p)).as(wrong[0]).hasMessageContaining(wrong[0]);
        }
        Properties open = least();
        open.setProperty("listen.host", "0.0.0.0");
        assertThatThrownBy(() -> RecomputeConfig.from(open)).hasMessageContaining("token");
    }
}
