package io.rowtrail.capture.source;

import io.rowtrail.capture.state.CaptureException;
import java.util.ArrayList;
import java.util.List;

/** What the source publishes to the slot. */
public final class Publication {
    private static final String OWNS_TABLE =
            "pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = ?::regclass";
    /** Without a row filter, a column list, or an operation left out. */
    private static final String WHOLE =
            "SELECT 1 FROM pg_publication p WHERE p.pubname = ? AND p.pubinsert AND p.pubupdate"
                    + " AND p.pubdelete AND p.pubtruncate AND NOT p.pubviaroot";

    private static final String PUBLISHED =
            "SELECT 1 FROM pg_publication_tables WHERE pubname = ? AND schemaname || '.' || tablename = ?";

    /** Who keeps it in step with the captured tables. */
    public enum Upkeep {
        /** The capture: it is made, or its tables set, at start. */
        OURS,
        /** It has what is needed already, so no right to change it is needed either. */
        GIVEN
    }

    private Publication() {}

    /** @throws CaptureException if it lacks something that the capture's role may not mend */
    static Upkeep check(SourceConfig config, Questions source) {
        boolean exists = source.one("SELECT 1 FROM pg_publication WHERE pubname = ?", config.slot())
                .isPresent();
        List<String> lacking = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        for (String name : config.published()) {
            if (source.one(PUBLISHED, config.slot(), name).isEmpty()) {
                lacking.add(name);
            }
            if (!source.holds(OWNS_TABLE, SourceTable.quoted(name))) {
                foreign.add(name);
            }
        }
        if (exists && lacking.isEmpty() && source.one(WHOLE, config.slot()).isPresent()) {
            return Upkeep.GIVEN;
        }
        if (exists) {
            checkMayAlter(config, source, foreign);
        } else {
            checkMayCreate(config, source, foreign);
        }
        return Upkeep.OURS;
    }

    private static void checkMayAlter(SourceConfig config, Questions source, List<String> foreign) {
        boolean owns = source.holds(
                "pg_has_role(current_user, pubowner, 'USAGE') FROM pg_publication WHERE pubname = ?", config.slot());
        if (!owns || !foreign.isEmpty()) {
            throw new CaptureException("publication " + config.slot() + " does not publish every operation of every"
                    + " captured table, and role " + config.user() + " does not own it and them: as an owner, ALTER"
                    + " PUBLICATION " + config.slot() + " SET TABLE " + String.join(", ", config.published()));
        }
    }

    private static void checkMayCreate(SourceConfig config, Questions source, List<String> foreign) {
        if (!source.holds("has_database_privilege(current_database(), 'CREATE')")) {
            throw new CaptureException("there is no publication " + config.slot() + " and role " + config.user()
                    + " may not create it: GRANT CREATE ON DATABASE " + config.database() + " TO " + config.user()
                    + ", or, as the tables' owner, " + create(config));
        }
        if (!foreign.isEmpty()) {
            throw new CaptureException("there is no publication " + config.slot() + " and role " + config.user()
                    + " may not create it, since it does not own " + String.join(", ", foreign) + ": as the owner, "
                    + create(config));
        }
    }

    private static String create(SourceConfig config) {
        return "CREATE PUBLICATION " + config.slot() + " FOR TABLE " + String.join(", ", config.published());
    }
}
