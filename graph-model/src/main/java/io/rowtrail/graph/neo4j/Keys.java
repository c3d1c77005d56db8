package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.facts.Texts;
import io.rowtrail.graph.facts.Transformation;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.SearchRank;
import io.rowtrail.graph.fold.Teller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The unique keys of a tenant's nodes and relationships: hashes over the tenant and the names, so that no two share a key and
 * none is longer than an index takes. What every run repeats in its indexes is cut to 128 bits.
 */
record Keys(String tenant) {

    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1,40}");

    Keys {
        if (!TENANT.matcher(tenant).matches()) {
            throw new IllegalArgumentException("not the slug of a tenant");
        }
    }

    private static final int READABLE = 200;
    private static final int SEARCHABLE = 1_000;

    String of(DatasetId id) {
        return shortened("dataset", tenant, id.namespace(), id.name());
    }

    String of(JobId id) {
        return shortened("job", tenant, id.namespace(), id.name());
    }

    String of(ColumnRef column) {
        return shortened(of(column.dataset()), column.field());
    }

    String of(RunId run) {
        return shortened("run", tenant, run.uuid());
    }

    /** The key of what is equal in many events. */
    String ofShape(String json) {
        return shortened("shape", tenant, json);
    }

    /** The key of the position of a log. */
    String ofLog(String log) {
        return tenant + "/" + log;
    }

    /** What the datasets and the jobs of a namespace have in common. */
    String ofNamespace(String namespace) {
        return joined(tenant, namespace);
    }

    String of(Teller teller) {
        if (teller instanceof Teller.OfRun run) {
            return of(run.run());
        }
        if (teller instanceof Teller.OfJob job) {
            return shortened("job", of(job.job()), job.producer());
        }
        if (teller instanceof Teller.OfDataset dataset) {
            return shortened("dataset", of(dataset.dataset()), dataset.producer());
        }
        throw new AssertionError("sealed");
    }

    String of(Edge edge) {
        if (edge instanceof Edge.Read read) {
            return shortened("read", of(read.dataset()), of(read.job()));
        }
        if (edge instanceof Edge.Write write) {
            return shortened("write", of(write.job()), of(write.dataset()));
        }
        if (edge instanceof Edge.Flow flow) {
            return shortened("flow", of(flow.from()), of(flow.to()), teller(flow.job()));
        }
        if (edge instanceof Edge.Derive derive) {
            Transformation how = derive.edge().transformation();
            return shortened(
                    "derive",
                    of(derive.edge().from()),
                    of(derive.edge().to()),
                    teller(derive.job()),
                    how.type(),
                    how.subtype(),
                    how.description(),
                    String.valueOf(how.masking()));
        }
        if (edge instanceof Edge.Link link) {
            return shortened("link", of(link.from()), of(link.to()), link.kind().name(), of(link.job()));
        }
        if (edge instanceof Edge.Name name) {
            return shortened("name", of(name.from()), of(name.to()), name.kind().name());
        }
        throw new AssertionError("sealed");
    }

    private String teller(@Nullable JobId job) {
        return job == null ? "" : of(job);
    }

    /** Joins parts so that their borders cannot be mistaken. */
    static String joined(String... parts) {
        StringBuilder key = new StringBuilder();
        for (String part : parts) {
            key.append(part.length()).append(':');
        }
        for (String part : parts) {
            key.append(' ').append(part);
        }
        return bounded(key.toString());
    }

    /** Returns a text as it is when short, else its beginning and its hash. */
    static String bounded(String text) {
        return text.length() <= 2 * READABLE ? text : Texts.cut(text, READABLE) + "…" + hash(text);
    }

    /** The words of a name, for the full-text index. */
    static String words(String name) {
        return String.join(" ", SearchRank.words(Texts.cut(name, SEARCHABLE)));
    }

    static String searchable(String name) {
        return Texts.cut(name, SEARCHABLE).toLowerCase(Locale.ROOT);
    }

    static String shortened(String... parts) {
        return hash(parts).substring(0, 32);
    }

    static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
