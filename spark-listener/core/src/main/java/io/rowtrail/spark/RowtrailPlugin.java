package io.rowtrail.spark;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** {@code spark.plugins=io.rowtrail.spark.RowtrailPlugin} is all a job needs: it registers extension and listener. */
public final class RowtrailPlugin implements SparkPlugin {
    private static final String EXTENSIONS = "spark.sql.extensions";

    @Override
    public DriverPlugin driverPlugin() {
        return new Driver();
    }

    @Override
    @SuppressWarnings("NullAway") // Spark's contract: null when executors need nothing
    public @Nullable ExecutorPlugin executorPlugin() {
        return null;
    }

    private static final class Driver implements DriverPlugin {
        @Override
        public Map<String, String> init(SparkContext context, PluginContext plugin) {
            SparkConf conf = context.conf();
            conf.set(EXTENSIONS, with(conf.get(EXTENSIONS, ""), RowtrailExtensions.class.getName()));
            Application.started(conf).listenTo(context);
            return Map.of();
        }

        @Override
        public void shutdown() {
            Application.ended();
        }
    }

    private static String with(String list, String name) {
        Set<String> names = new LinkedHashSet<>(Arrays.asList(list.split(",", -1)));
        names.removeIf(String::isBlank);
        names.add(name);
        return String.join(",", names);
    }
}
