package io.rowtrail.spark.record;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.internal.SQLConf;

/** The session's settings that change what a query yields. Whoever runs a recorded plan sets these and no others. */
public final class ResultSettings {
    public static final String ANSI = "spark.sql.ansi.enabled";
    public static final String TIME_ZONE = "spark.sql.session.timeZone";

    private static final String LEGACY = "spark.sql.legacy.";
    private static final List<String> OTHERS = List.of(
            "spark.sql.ansi.enforceReservedKeywords",
            "spark.sql.caseSensitive",
            "spark.sql.decimalOperations.allowPrecisionLoss",
            "spark.sql.mapKeyDedupPolicy",
            "spark.sql.timestampType",
            "spark.sql.sources.binaryAsString");

    private ResultSettings() {}

    /** Those of {@code conf}, by key; where one is not set, Spark's default holds. */
    public static Map<String, String> of(SQLConf conf) {
        Map<String, String> settings = new TreeMap<>();
        settings.put(ANSI, Boolean.toString(conf.ansiEnabled()));
        settings.put(TIME_ZONE, conf.sessionLocalTimeZone());
        scala.collection.Iterator<scala.Tuple2<String, String>> set = conf.getAllConfs().iterator();
        while (set.hasNext()) {
            scala.Tuple2<String, String> setting = set.next();
            if (mayBeSet(setting._1())) {
                settings.putIfAbsent(setting._1(), setting._2());
            }
        }
        return settings;
    }

    /** Whether a recorded plan may name this setting. */
    public static boolean mayBeSet(String key) {
        return key.equals(ANSI)
                || key.equals(TIME_ZONE)
                || OTHERS.contains(key)
                || key.toLowerCase(Locale.ROOT).startsWith(LEGACY);
    }

    /** A configuration of defaults and {@code settings}. */
    static SQLConf conf(Map<String, String> settings) {
        SQLConf conf = new SQLConf();
        settings.forEach(conf::setConfString);
        return conf;
    }
}
