package io.rowtrail.recompute.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.classic.SparkSession;

/** One Spark session for each combination of settings, so that a plan is read as it was written; the oldest goes first. */
public final class Sessions {
    private static final int MOST = 16;

    private final SparkSession root;
    private final Map<Map<String, String>, SparkSession> open = new LinkedHashMap<>();

    /** {@code root} itself is never changed. */
    public Sessions(SparkSession root) {
        this.root = root;
    }

    String version() {
        return root.version();
    }

    /** @throws FacetException if Spark does not take a setting */
    synchronized SparkSession with(Map<String, String> settings) {
        SparkSession known = open.get(settings);
        if (known != null) {
            return known;
        }
        SparkSession session = root.newSession();
        try {
            settings.forEach(session.conf()::set);
        } catch (Exception e) {
            throw new FacetException("Spark does not take the recorded settings", e);
        }
        open.put(Map.copyOf(settings), session);
        if (open.size() > MOST) {
            open.remove(open.keySet().iterator().next());
        }
        return session;
    }
}
