package io.rowtrail.graph.openlineage;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunId;
import org.jspecify.annotations.Nullable;

/** Namespace, name and run id while they are read, in whatever order they come. */
final class Told {

    private final JsonCursor at;
    private @Nullable String namespace;
    private @Nullable String name;
    private @Nullable RunId run;

    Told(JsonCursor at) {
        this.at = at;
    }

    /** Reads the member if it is one of these. */
    boolean member(String member) {
        switch (member) {
            case "namespace" -> namespace = at.name();
            case "name" -> name = at.name();
            case "runId" -> run = runId(at);
            default -> {
                return false;
            }
        }
        return true;
    }

    boolean hasNamespace() {
        return namespace != null;
    }

    DatasetId dataset() {
        return new DatasetId(required("namespace", namespace), required("name", name));
    }

    JobId job() {
        return new JobId(required("namespace", namespace), required("name", name));
    }

    @Nullable
    RunId runOrNull() {
        return run;
    }

    RunId run() {
        return required("runId", run);
    }

    private <T> T required(String member, @Nullable T value) {
        if (value == null) {
            throw at.refusal(member, "is required");
        }
        return value;
    }

    /** Reads an object that names a job. */
    static JobId job(JsonCursor at) {
        return read(at).job();
    }

    /** Reads an object that names a dataset. */
    static DatasetId dataset(JsonCursor at) {
        return read(at).dataset();
    }

    /** Reads an object that names a run. */
    static RunId run(JsonCursor at) {
        return read(at).run();
    }

    private static Told read(JsonCursor at) {
        Told told = new Told(at);
        at.members(name -> {
            if (!told.member(name)) {
                at.skip();
            }
        });
        return told;
    }

    static RunId runId(JsonCursor at) {
        try {
            return RunId.parse(at.text());
        } catch (IllegalArgumentException e) {
            throw at.refusal("must be a UUID");
        }
    }
}
