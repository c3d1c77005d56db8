package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.facts.RunId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * The column lineage that one run states of a dataset it wrote: a register of the written edge, whose latest value tells
 * which of all column edges ever told hold now. A run that states none leaves it alone.
 *
 * @param since event time since which the run has effect
 * @param run that states it
 * @param mapping name of what is stated, a function of the column edges alone
 */
public record Stated(Instant since, RunId run, String mapping) {

    private static final Comparator<Stated> ORDER =
            Comparator.comparing(Stated::since).thenComparing(Stated::run).thenComparing(Stated::mapping);

    Stated max(Stated other) {
        return ORDER.compare(this, other) >= 0 ? this : other;
    }

    /** Says of a run's later word that it takes nothing back of its former one, so that the greater of all is right. */
    boolean follows(Stated former) {
        return since.isAfter(former.since) || equals(former);
    }

    /** Returns the name of some column edges. */
    public static String mapping(Collection<ColumnEdge> columns) {
        StringBuilder text = new StringBuilder();
        columns.stream()
                .sorted()
                .forEach(edge -> text.append(edge.from().nodeId())
                        .append('\n')
                        .append(edge.to().field())
                        .append('\n')
                        .append(edge.transformation().type())
                        .append('\n')
                        .append(edge.transformation().subtype())
                        .append('\n')
                        .append(edge.transformation().masking())
                        .append('\n')
                        .append(edge.transformation().description().length())
                        .append(edge.transformation().description()));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
