package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention.Lifecycle;
import io.rowtrail.graph.facts.DatasetMention.SnapshotPin;
import io.rowtrail.graph.facts.DatasetMention.Statistics;
import io.rowtrail.graph.facts.DatasetMention.Symlink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The small facets of datasets. */
final class DatasetFacets {

    private DatasetFacets() {}

    static Facet version(JsonCursor at, Consumer<@Nullable String> told) {
        return new Facet() {
            private @Nullable String version;

            @Override
            public void member(String name) {
                if (name.equals("datasetVersion")) {
                    version = at.text();
                } else {
                    at.skip();
                }
            }

            @Override
            public void end() {
                if (version == null) {
                    throw at.refusal("datasetVersion", "is required");
                }
                told.accept(version.isEmpty() ? null : version);
            }
        };
    }

    static Facet lifecycle(JsonCursor at, Consumer<Lifecycle> told) {
        return new Facet() {
            private Lifecycle.@Nullable Change change;
            private @Nullable DatasetId previous;

            @Override
            public void member(String name) {
                switch (name) {
                    case "lifecycleStateChange" -> change = change(at);
                    case "previousIdentifier" -> previous = Told.dataset(at);
                    default -> at.skip();
                }
            }

            @Override
            public void end() {
                if (change == null) {
                    throw at.refusal("lifecycleStateChange", "is required");
                }
                told.accept(new Lifecycle(change, previous));
            }
        };
    }

    private static Lifecycle.Change change(JsonCursor at) {
        String text = at.text();
        for (Lifecycle.Change one : Lifecycle.Change.values()) {
            if (one.name().equals(text)) {
                return one;
            }
        }
        throw at.refusal("must be one of ALTER, CREATE, DROP, OVERWRITE, RENAME, TRUNCATE");
    }

    static Facet symlinks(JsonCursor at, Consumer<List<Symlink>> told) {
        List<Symlink> symlinks = new ArrayList<>();
        return new Facet() {
            @Override
            public void member(String name) {
                if (name.equals("identifiers")) {
                    at.elements(() -> symlinks.add(symlink(at)));
                } else {
                    at.skip();
                }
            }

            @Override
            public void end() {
                told.accept(symlinks);
            }
        };
    }

    private static Symlink symlink(JsonCursor at) {
        Told id = new Told(at);
        String[] type = {null};
        at.members(name -> {
            if (name.equals("type")) {
                type[0] = at.text();
            } else if (!id.member(name)) {
                at.skip();
            }
        });
        if (type[0] == null) {
            throw at.refusal("type", "is required");
        }
        return new Symlink(id.dataset(), type[0]);
    }

    static Facet statistics(JsonCursor at, Consumer<Statistics> told) {
        return new Facet() {
            private @Nullable Long rows;
            private @Nullable Long bytes;
            private @Nullable Long files;

            @Override
            public void member(String name) {
                switch (name) {
                    case "rowCount" -> rows = at.integerOrNull();
                    case "size" -> bytes = at.integerOrNull();
                    case "fileCount" -> files = at.integerOrNull();
                    default -> at.skip();
                }
            }

            @Override
            public void end() {
                told.accept(new Statistics(rows, bytes, files));
            }
        };
    }

    static Facet snapshot(JsonCursor at, Consumer<SnapshotPin> told) {
        return new Facet() {
            private @Nullable String id;
            private @Nullable Long completeThrough;
            private @Nullable Long sequence;

            @Override
            public void member(String name) {
                switch (name) {
                    case "snapshotId" -> id = at.isText() ? at.textOrNull() : String.valueOf(at.integerOrNull());
                    case "completeThrough" -> completeThrough = at.looseIntegerOrNull();
                    case "sequenceNumber" -> sequence = at.looseIntegerOrNull();
                    default -> at.skip();
                }
            }

            @Override
            public void end() {
                told.accept(new SnapshotPin(id, completeThrough, sequence));
            }
        };
    }
}
