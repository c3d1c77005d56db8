package io.rowtrail.lake;

/** The catalogue or the object store does not answer or refuses; the same may work later. */
public final class LakeUnreachableException extends LakeException {
    private static final long serialVersionUID = 1L;

    LakeUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
