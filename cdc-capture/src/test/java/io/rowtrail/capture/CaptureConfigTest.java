package io.rowtrail.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.lake.LakeConfig;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class CaptureConfigTest {
    private static Properties least() {
        Properties p = new Properties();
        p.setProperty("source.name", "shop");
        p.setProperty("source.jdbc.url", "jdbc:postgresql://db.example:5433/shop");
        p.setProperty("source.user", "capture");
        p.setProperty("source.password", "hush");
        p.setProperty("source.tables", "public.sale, public.line");
        p.setProperty("lake.name", "lake");
        p.setProperty("lake.uri", "jdbc:postgresql://db.example/catalog");
        p.setProperty("lake.user", "capture");
        p.setProperty("lake.password", "hush");
        p.setProperty("lake.warehouse", "/data/lake");
        p.setProperty("service.url", "http://127.0.0.1:8080");
        p.setProperty("state.dir", "state");
        return p;
    }

    @Test
    void hasTheDefaultsThatItDocuments() {
        CaptureConfig config = CaptureConfig.from(least());
        assertThat(config.incarnation()).isEqualTo(1);
        assertThat(config.commitInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.commitMaxRows()).isEqualTo(50_000);
        assertThat(config.commitIdle()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.chunkRows()).isEqualTo(10_000);
        assertThat(config.transactionMemoryBytes()).isEqualTo(64L << 20);
        assertThat(config.slotWarnBytes()).isEqualTo(1L << 30);
        assertThat(config.metricsPort()).isZero();
        assertThat(config.spoolMaxBytes()).isEqualTo(1L << 30);
        assertThat(config.restartPatience()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.apiKey()).isEmpty();
        assertThat(config.source().tables()).containsExactly("public.sale", "public.line");
        assertThat(config.source().openLineageNamespace()).isEqualTo("postgres://db.example:5433");
        assertThat(config.service().resolve("api/v1/changes")).hasToString("http://127.0.0.1:8080/api/v1/changes");
    }

    @Test
    void namesWhatIsMissingOrUnknown() {
        for (String key : least().stringPropertyNames()) {
            if (!key.endsWith("password")) {
                Properties p = least();
                p.remove(key);
                assertThatThrownBy(() -> CaptureConfig.from(p)).as(key).hasMessageContaining(key);
            }
        }
        Properties p = least();
        p.setProperty("commit.idel.ms", "1");
        assertThatThrownBy(() -> CaptureConfig.from(p)).hasMessageContaining("commit.idel.ms");
        assertThat(CaptureConfig.keys())
                .containsAll(least().stringPropertyNames())
                .hasSize(28);
    }

    @Test
    void publishesToKafkaOnlyWhenAsked() {
        assertThat(CaptureConfig.from(least()).kafka()).isEmpty();
        Properties p = least();
        p.setProperty("kafka.bootstrap.servers", "broker:9092");
        assertThatThrownBy(() -> CaptureConfig.from(p)).hasMessageContaining("sink=both");
        p.setProperty("sink", "both");
        assertThat(CaptureConfig.from(p).kafka()).isPresent();
        p.setProperty("sink", "kafka");
        assertThatThrownBy(() -> CaptureConfig.from(p)).hasMessageContaining("iceberg or both");
        p.setProperty("sink", "both");
        p.setProperty("kafka.topics.creat", "true");
        assertThatThrownBy(() -> CaptureConfig.from(p)).hasMessageContaining("kafka.topics.creat");
    }

    @Test
    void takesAnIcebergServerAndAnObjectStore() {
        Properties p = least();
        p.setProperty("lake.uri", "https://catalogue.example");
        p.remove("lake.user");
        p.remove("lake.password");
        p.setProperty("lake.warehouse", "s3://lake/warehouse");
        p.setProperty("lake.properties.s3.endpoint", "https://store.example");
        p.setProperty("lake.properties.s3.secret-access-key", "hush");
        LakeConfig lake = CaptureConfig.from(p).lake();
        assertThat(lake.warehouse()).isEqualTo("s3://lake/warehouse");
        assertThat(lake.properties()).containsEntry("s3.endpoint", "https://store.example");
        assertThat(lake.toString()).doesNotContain("hush");
        p.setProperty("lake.uri", "thrift://metastore.example");
        assertThatThrownBy(() -> CaptureConfig.from(p)).hasMessageContaining("jdbc:postgresql:, http: or https:");
    }

    @Test
    void keepsSecretsOutOfItsText() {
        assertThat(CaptureConfig.from(least()).toString()).doesNotContain("hush");
    }
}
