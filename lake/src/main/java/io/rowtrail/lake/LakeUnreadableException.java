package io.rowtrail.lake;

/** There is such a table, and it uses what is not read here; asking again does not help. */
public final class LakeUnreadableException extends LakeException {
    private static final long serialVersionUID = 1L;

    LakeUnreadableException(String message) {
        super(message);
    }
}
