package io.rowtrail.service.trace;

import io.quarkus.runtime.ShutdownEvent;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.lake.Lake;
import io.rowtrail.lake.LakeConfig;
import io.rowtrail.lake.LakeException;
import io.rowtrail.lake.LakeName;
import io.rowtrail.lake.LakeReader;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.service.change.ChangeLookup;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lake, opened when it is first asked, and its tables by dataset names: for callers of the tenant it belongs to, and
 * of that the tables they may know of.
 */
@ApplicationScoped
class LakeAccess {
    /** What OpenLineage calls the local file system. */
    private static final String FILES = "file";

    private final LakeSettings settings;
    private final ChangeLookup changes;
    private final Callers callers;
    private @Nullable Lake lake;

    @Inject
    LakeAccess(LakeSettings settings, ChangeLookup changes, Callers callers) {
        this.settings = settings;
        this.changes = changes;
        this.callers = callers;
    }

    /** The namespace its tables have in OpenLineage. */
    String namespace() {
        return "iceberg://" + settings.name();
    }

    /** @throws io.rowtrail.service.http.ProblemException 503 when there is no lake or it does not answer */
    synchronized LakeReader reader() {
        if (lake == null) {
            String uri = settings.uri()
                    .orElseThrow(() ->
                            Problem.unavailable("this service has no lake", 60).exception());
            try {
                lake = Lake.open(new LakeConfig(
                        settings.name(),
                        uri,
                        settings.username(),
                        settings.password().orElse(""),
                        settings.warehouse(),
                        properties(settings)));
            } catch (LakeException e) {
                throw Problem.unavailable("the lake does not answer", 5).exception();
            }
        }
        return lake.reader();
    }

    private static Map<String, String> properties(LakeSettings settings) {
        Map<String, String> properties = new HashMap<>();
        for (String property : settings.properties().orElse(List.of())) {
            int end = property.indexOf('=');
            if (end < 1) {
                throw Problem.unavailable("rowtrail.lake.properties has a part that is no name=value", 60)
                        .exception();
            }
            properties.put(
                    property.substring(0, end).strip(),
                    property.substring(end + 1).strip());
        }
        return properties;
    }

    /**
     * The table a dataset is: an Iceberg table itself, the change table of a captured one, or a directory below those that may
     * be read.
     */
    Optional<LakeTable> table(DatasetId dataset) {
        Caller caller = callers.current();
        boolean known = caller.tenant().slug().equals(settings.tenant())
                && caller.visibility().sees(dataset);
        return !known ? Optional.empty() : name(dataset).flatMap(name -> reader().table(name));
    }

    private Optional<LakeName> name(DatasetId dataset) {
        if (dataset.namespace().equals(namespace())) {
            try {
                return Optional.of(LakeName.parse(dataset.name()));
            } catch (IllegalArgumentException notATable) {
                return Optional.empty();
            }
        }
        if (dataset.namespace().equals(FILES)) {
            return directory(dataset.name()).map(LakeName::directory);
        }
        String table = dataset.name().substring(dataset.name().lastIndexOf('.') + 1);
        return changes.sourceOf(dataset.namespace(), dataset.name()).map(source -> new LakeName(source, table));
    }

    /** Where the path leads in truth; empty when that is nowhere, or not below the directories that may be read. */
    private Optional<Path> directory(String name) {
        try {
            Path directory = Path.of(name).toRealPath();
            return settings.files().orElse(List.of()).stream().anyMatch(root -> lies(directory, Path.of(root)))
                    ? Optional.of(directory)
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean lies(Path directory, Path root) {
        try {
            return directory.startsWith(root.toRealPath());
        } catch (IOException rootIsAway) {
            return false;
        }
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        if (lake != null) {
            lake.close();
        }
    }
}
