package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.rowtrail.service.ingest.IngestConfig;
import io.rowtrail.service.kafka.KafkaConfig;
import io.rowtrail.service.livecheck.LiveCheckConfig;
import io.rowtrail.service.projector.GraphConfig;
import io.rowtrail.service.quarantine.QuarantineConfig;
import io.rowtrail.service.recompute.RecomputeConfig;
import io.rowtrail.service.security.SecurityConfig;
import io.rowtrail.service.trace.LakeSettings;
import io.rowtrail.service.trace.ManifestConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Records every key of our configuration and its default, and that the documents list the same. */
class ConfigurationTest {
    static final Map<String, String> KEYS = new TreeMap<>(Map.ofEntries(
            entry("rowtrail.audit.directory", ".rowtrail/audit"),
            entry("rowtrail.audit.evidence-directory", ".rowtrail/evidence"),
            entry("rowtrail.audit.log", "default"),
            entry("rowtrail.audit.origin", "rowtrail.local/audit"),
            entry("rowtrail.audit.queue-entries", "10000"),
            entry("rowtrail.audit.read-window", "PT10S"),
            entry("rowtrail.audit.writer-password", ""),
            entry("rowtrail.audit.writer-username", "rowtrail_writer"),
            entry("rowtrail.graph.fold-timeout", "PT60S"),
            entry("rowtrail.graph.query-timeout", "PT10S"),
            entry("rowtrail.ingest.max-body", "32M"),
            entry("rowtrail.ingest.max-in-flight", "64M"),
            entry("rowtrail.ingest.wait-for-graph", "PT10S"),
            entry("rowtrail.kafka.bootstrap-servers", "127.0.0.1:9092"),
            entry("rowtrail.kafka.enabled", "false"),
            entry("rowtrail.kafka.group-id", "rowtrail"),
            entry("rowtrail.kafka.max-records", "500"),
            entry("rowtrail.kafka.properties", ""),
            entry("rowtrail.kafka.tenant", "default"),
            entry("rowtrail.kafka.topics", ""),
            entry("rowtrail.lake.files", ""),
            entry("rowtrail.lake.name", "lake"),
            entry("rowtrail.lake.password", ""),
            entry("rowtrail.lake.properties", ""),
            entry("rowtrail.lake.tenant", "default"),
            entry("rowtrail.lake.uri", ""),
            entry("rowtrail.lake.username", "rowtrail_writer"),
            entry("rowtrail.lake.warehouse", ".rowtrail/lake"),
            entry("rowtrail.livecheck.datasets", ""),
            entry("rowtrail.livecheck.every", ""),
            entry("rowtrail.livecheck.rows", "10"),
            entry("rowtrail.manifest.every", ""),
            entry("rowtrail.manifest.max-rows", "1000000"),
            entry("rowtrail.quarantine.max-bytes", "256M"),
            entry("rowtrail.quarantine.max-items", "10000"),
            entry("rowtrail.quarantine.max-text", "1M"),
            entry("rowtrail.recompute.keep-answers", "10000"),
            entry("rowtrail.recompute.keep-answers-for", "P90D"),
            entry("rowtrail.recompute.keep-results-for", "PT24H"),
            entry("rowtrail.recompute.max-running", "2"),
            entry("rowtrail.recompute.max-waiting", "4"),
            entry("rowtrail.recompute.timeout", "PT45S"),
            entry("rowtrail.recompute.token", ""),
            entry("rowtrail.recompute.url", ""),
            entry("rowtrail.recompute.whatif-timeout", "PT30M"),
            entry("rowtrail.security.authentication", "none"),
            entry("rowtrail.security.bootstrap-key", ""),
            entry("rowtrail.security.key-memory", "PT5S"),
            entry("rowtrail.security.oidc.audience", ""),
            entry("rowtrail.security.oidc.issuer", ""),
            entry("rowtrail.security.oidc.namespaces-claim", ""),
            entry("rowtrail.security.oidc.roles-claim", "roles"),
            entry("rowtrail.security.oidc.tenant-claim", ""),
            entry("rowtrail.security.rate", "")));

    @Test
    void hasTheseKeysAndDefaults() {
        Map<String, String> found = new TreeMap<>();
        for (Class<?> mapping : List.of(
                AuditConfig.class,
                GraphConfig.class,
                IngestConfig.class,
                KafkaConfig.class,
                QuarantineConfig.class,
                RecomputeConfig.class,
                LakeSettings.class,
                LiveCheckConfig.class,
                ManifestConfig.class,
                SecurityConfig.class)) {
            collect(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, found);
        }
        assertThat(found).isEqualTo(KEYS);
    }

    private static void collect(String prefix, Class<?> mapping, Map<String, String> into) {
        for (Method member : mapping.getDeclaredMethods()) {
            String key =
                    prefix + "." + member.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            if (member.getReturnType().getEnclosingClass() == mapping
                    && member.getReturnType().isInterface()) {
                collect(key, member.getReturnType(), into);
            } else {
                WithDefault standard = member.getAnnotation(WithDefault.class);
                into.put(key, standard == null ? "" : standard.value());
            }
        }
    }

    @Test
    void isListedInTheReadme() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains(KEYS.keySet());
    }
}
