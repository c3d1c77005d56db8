package io.rowtrail.audit.note;

import io.rowtrail.audit.merkle.Hash;
import java.util.Base64;

/**
 * What a checkpoint says: C2SP tlog-checkpoint without its signatures.
 *
 * @param origin the log's unique first line
 * @param size entries in the tree
 * @param root its root hash
 */
public record TreeHead(String origin, long size, Hash root) {
    /** The note text: origin, size and root, a line each. */
    public String format() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.toByteArray()) + "\n";
    }

    /**
     * The head in a note the log itself kept; signatures are not looked at.
     *
     * @throws IllegalArgumentException if {@code note} is no checkpoint
     */
    public static TreeHead parse(String note) {
        String[] lines = note.split("\n", 4);
        if (lines.length < 4 || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("not a checkpoint");
        }
        return new TreeHead(
                lines[0], Long.parseLong(lines[1]), Hash.of(Base64.getDecoder().decode(lines[2])));
    }
}
