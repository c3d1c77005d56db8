package io.rowtrail.capture.kafka;

import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.capture.state.UnreachableException;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What Kafka's clients say, told with the mend. A restart goes on where the position says, whatever it was. */
final class KafkaFaults {
    private final KafkaConfig config;

    KafkaFaults(KafkaConfig config) {
        this.config = config;
    }

    CaptureException told(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof DisconnectException) {
                return new UnreachableException(
                        "Kafka at " + config.bootstrapServers() + " does not answer (" + cause.getMessage()
                                + "): start it, or mend kafka.bootstrap.servers and kafka.client.security.protocol",
                        fault);
            }
            Optional<String> text = text(cause);
            if (text.isPresent()) {
                return new CaptureException(text.get(), fault);
            }
        }
        return new CaptureException("Kafka at " + config.bootstrapServers() + ": " + fault, fault);
    }

    private Optional<String> text(Throwable cause) {
        return Optional.ofNullable(mend(cause));
    }

    private @Nullable String mend(Throwable cause) {
        if (cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException) {
            return "another capture took the transactional.id " + config.prefix()
                    + " over, or a transaction took longer"
                    + " than kafka.transaction.timeout.ms: let one capture run for each kafka.topic.prefix, or raise the"
                    + " timeout";
        }
        if (cause instanceof TopicAuthorizationException denied) {
            return "the Kafka principal may not use the topics " + denied.unauthorizedTopics()
                    + ": grant WRITE, DESCRIBE and, with kafka.topics.create, CREATE on topics " + config.prefix()
                    + ".*, and READ on " + config.positionTopic();
        }
        if (cause instanceof TransactionalIdAuthorizationException) {
            return "the Kafka principal may not use the transactional.id " + config.prefix()
                    + ": grant WRITE and DESCRIBE on it";
        }
        if (cause instanceof ClusterAuthorizationException) {
            return "the Kafka principal may not write with idempotence or create topics: grant IDEMPOTENT_WRITE on the"
                    + " cluster, or CREATE for kafka.topics.create";
        }
        if (cause instanceof ConfigException) {
            return "Kafka's clients do not take kafka.client.*: " + cause.getMessage();
        }
        if (cause instanceof AuthenticationException) {
            return "Kafka does not accept the login: mend kafka.client.sasl.* or kafka.client.ssl.*";
        }
        if (cause instanceof InvalidTxnTimeoutException) {
            return "kafka.transaction.timeout.ms " + config.transactionTimeout().toMillis()
                    + " is above the broker's transaction.max.timeout.ms: lower the one or raise the other";
        }
        if (cause instanceof RecordTooLargeException) {
            return "a row is larger than Kafka takes (" + cause.getMessage()
                    + "): raise kafka.client.max.request.size here and max.message.bytes of the topic, or leave columns out"
                    + " by source.columns.drop";
        }
        if (cause instanceof UnknownTopicOrPartitionException) {
            return "a topic of " + config.prefix()
                    + ".* is gone from Kafka: create it, or set kafka.topics.create=true";
        }
        return null;
    }
}
