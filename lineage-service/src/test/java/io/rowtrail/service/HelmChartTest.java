package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chart lints and renders; its environment is the configuration the service knows. */
class HelmChartTest {
    private static final Path CHART = Path.of("..", "helm", "rowtrail");

    @Test
    void lintsStrictly() {
        LintResult result = new Helm(CHART).lint().strict().call();
        assertThat(result.isFailed()).as(String.valueOf(result.getMessages())).isFalse();
    }

    @Test
    void rendersPodsThatMayNothingTheyNeedNot() {
        String rendered = new Helm(CHART).template().call();
        assertThat(rendered)
                .contains("kind: Deployment", "kind: Service", "kind: PersistentVolumeClaim", "kind: NetworkPolicy")
                .contains("readOnlyRootFilesystem: true", "runAsNonRoot: true", "allowPrivilegeEscalation: false")
                .contains("/q/health/ready", "/q/health/live", "secretKeyRef", "memory: 1Gi")
                .doesNotContain("QUARKUS_NEO4J_AUTHENTICATION_PASSWORD", "ROWTRAIL_LAKE_URI");
    }

    @Test
    void takesPasswordsFromSecretsOnly() {
        String rendered = new Helm(CHART)
                .template()
                .set("neo4j.username", "neo4j")
                .set("neo4j.passwordSecret", "neo4j-secret")
                .set("lake.uri", "jdbc:postgresql://db/catalog")
                .set("lake.warehouse", "/var/lib/rowtrail/lake")
                .set("lake.existingClaim", "lake")
                .call();
        assertThat(rendered).contains("name: neo4j-secret", "ROWTRAIL_LAKE_URI", "claimName: lake");
        List<String> lines = rendered.lines().map(String::strip).toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).matches("- name: .*(PASSWORD|_KEY)$")) {
                assertThat(lines.get(i + 1)).as(lines.get(i)).isEqualTo("valueFrom:");
            }
        }
    }

    @Test
    void runsARecomputeWorkerThatOnlyTheServiceMayAsk() {
        String rendered = new Helm(CHART)
                .template()
                .set("recompute.worker.enabled", "true")
                .set("recompute.worker.propertiesSecret", "worker-properties")
                .set("recompute.tokenSecret", "worker-token")
                .call();
        assertThat(rendered)
                .contains("name: ROWTRAIL_RECOMPUTE_URL", "-recompute:8090", "secretName: worker-properties")
                .contains("app.kubernetes.io/name: rowtrail-recompute", "rowtrail/recompute:");
        assertThat(new Helm(CHART).template().call()).doesNotContain("recompute");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> new Helm(CHART)
                        .template()
                        .set("postgresql.owner.passwordSecret", "")
                        .call())
                .hasMessageContaining("postgresql.owner.passwordSecret is needed");
    }

    @Test
    void replicasNeedKeysTheyCanShare() {
        assertThatThrownBy(() -> new Helm(CHART).template().set("replicas", "2").call())
                .hasMessageContaining("audit.keys.accessMode ReadWriteMany");
        String shared = new Helm(CHART)
                .template()
                .set("replicas", "2")
                .set("audit.keys.accessMode", "ReadWriteMany")
                .call();
        assertThat(shared).contains("replicas: 2", "sessionAffinity: ClientIP", "accessModes: [ReadWriteMany]");
    }

    @Test
    void setsEveryKeyOfTheConfiguration() throws IOException {
        String template = Files.readString(CHART.resolve("templates/deployment.yaml"));
        for (String key : ConfigurationTest.KEYS.keySet()) {
            String name = key.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_");
            assertThat(template).as(key).contains(name);
        }
    }
}
