package io.rowtrail.spark.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.trace.RowtrailProperties;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;

/**
 * What a run says of its write, in the {@code userMetadata} of the commit: a JSON object by the names of
 * {@link RowtrailProperties}. It is the only place in Delta's log that a writer may fill; of the statement that makes a
 * table Delta keeps properties only, so there it is a property.
 */
public final class DeltaStamp {
    private static final String OPTION = "userMetadata";
    private static final String SETTING = "spark.databricks.delta.commitInfo.userMetadata";
    private static final String MADE = "CREATE TABLE AS SELECT";
    private static final String PROPERTY = "rowtrail.made";
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeltaStamp() {}

    /** Why the commit cannot be signed: the job has words of its own for it, which stay. */
    public static Optional<String> refusal(Map<String, String> options) {
        boolean taken = SQLConf.get().contains(SETTING) || options.keySet().stream().anyMatch(OPTION::equalsIgnoreCase);
        return taken
                ? Optional.of("the commit's userMetadata is the job's own, so the run cannot sign there and its rows are"
                        + " a foreign writer's: leave the option " + OPTION + " and " + SETTING + " away")
                : Optional.empty();
    }

    /** {@code options} of a write, and the stamp; as they were where the job fills the place. */
    public static Map<String, String> with(Map<String, String> options, Map<String, String> stamp) {
        if (refusal(options).isPresent()) {
            return options;
        }
        return with(options, OPTION, stamp);
    }

    /** {@code properties} of a table that is made, and the stamp of its first version. */
    public static Map<String, String> withProperty(Map<String, String> properties, Map<String, String> stamp) {
        return with(properties, PROPERTY, stamp);
    }

    /** A copy of {@code session}, whose commits have the stamp. */
    static SparkSession signing(SparkSession session, Map<String, String> stamp) throws ReflectiveOperationException {
        // public to the virtual machine, and in each Spark of another class
        SparkSession copy = (SparkSession) session.getClass().getMethod("cloneSession").invoke(session);
        copy.conf().set(SETTING, text(stamp));
        return copy;
    }

    private static Map<String, String> with(Map<String, String> entries, String name, Map<String, String> stamp) {
        Map<String, String> all = new LinkedHashMap<>(entries);
        all.put(name, text(stamp));
        return all;
    }

    private static String text(Map<String, String> stamp) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(stamp));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The stamp in an action of a commit. A clone has its model's properties, so they count of the one that made it only. */
    static Optional<Map<String, String>> in(JsonNode action, String operation) {
        JsonNode said = operation.equals(MADE)
                ? action.path("metaData").path("configuration").path(PROPERTY)
                : action.path("commitInfo").path("userMetadata");
        return read(said.asText(""));
    }

    /** The stamp in a commit's user metadata, or a table's property; empty when a run of ours did not write it. */
    static Optional<Map<String, String>> read(String text) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (node == null || !node.path(RowtrailProperties.RUN).isTextual()) {
            return Optional.empty();
        }
        Map<String, String> stamp = new LinkedHashMap<>();
        node.properties().forEach(entry -> stamp.put(entry.getKey(), entry.getValue().asText()));
        return Optional.of(stamp);
    }
}
