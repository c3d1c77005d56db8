package io.rowtrail.capture.kafka;

import io.rowtrail.capture.kafka.KafkaConfig.Creation;
import io.rowtrail.capture.state.CaptureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics, looked at before anything is captured: they are there, or are made, or it is said what is missing. */
final class KafkaTopics {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Positions are few bytes each; small segments let compaction drop the old ones, which a start would read. */
    private static final Map<String, String> POSITION_SETTINGS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG,
            Integer.toString(1 << 20));

    private final KafkaConfig config;
    private final KafkaFaults faults;

    KafkaTopics(KafkaConfig config, KafkaFaults faults) {
        this.config = config;
        this.faults = faults;
    }

    /** @param tables {@code schema.table} */
    void ready(Collection<String> tables) {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put("bootstrap.servers", config.bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            Set<String> there = get(admin.listTopics().names());
            List<String> missing = new ArrayList<>();
            for (String table : tables) {
                if (!there.contains(config.topic(table))) {
                    missing.add(config.topic(table));
                }
            }
            boolean positionMissing = !there.contains(config.positionTopic());
            if (!missing.isEmpty() || positionMissing) {
                create(admin, missing, positionMissing);
            }
            if (!positionMissing) {
                keepsPositions(admin);
            }
        } catch (org.apache.kafka.common.KafkaException e) {
            throw faults.told(e);
        }
    }

    private void create(Admin admin, List<String> missing, boolean position) {
        if (config.creation() == Creation.REFUSE) {
            List<String> all = new ArrayList<>(missing);
            if (position) {
                all.add(config.positionTopic() + " (one partition, cleanup.policy=compact)");
            }
            throw new CaptureException("topics " + all + " are missing in Kafka (or hidden from this principal): create"
                    + " them, or set kafka.topics.create=true");
        }
        List<NewTopic> topics = new ArrayList<>();
        missing.forEach(topic -> topics.add(new NewTopic(topic, Optional.empty(), Optional.empty())));
        if (position) {
            topics.add(
                    new NewTopic(config.positionTopic(), Optional.of(1), Optional.empty()).configs(POSITION_SETTINGS));
        }
        admin.createTopics(topics).values().values().forEach(made -> {
            try {
                get(made);
            } catch (CaptureException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        });
    }

    /** A topic that drops old records forgets the position of a quiet source. */
    private void keepsPositions(Admin admin) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, config.positionTopic());
        Config settings;
        try {
            settings = get(admin.describeConfigs(List.of(topic)).all()).get(topic);
        } catch (CaptureException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return; // Not everybody may look, and nobody needs to.
            }
            throw e;
        }
        ConfigEntry policy = settings == null ? null : settings.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && !TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy.value())) {
            throw new CaptureException("topic " + config.positionTopic() + " has cleanup.policy=" + policy.value()
                    + " and would forget the position of a quiet source: set it to compact");
        }
    }

    private <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw faults.told(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw faults.told(new org.apache.kafka.common.errors.TimeoutException("no answer in " + PATIENCE, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while Kafka was asked", e);
        }
    }
}
