package io.rowtrail.graph;

/** The graph could not be asked or written: unreachable, too slow, or broken. */
public sealed class GraphException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The graph is there and well, and yet cannot take what it was given, however often. */
    public static final class Refused extends GraphException {

        private static final long serialVersionUID = 1L;

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The question is of more than is looked at for one answer; a smaller one is answered. */
    public static final class TooMuch extends GraphException {

        private static final long serialVersionUID = 1L;

        public TooMuch(String message) {
            super(message);
        }
    }

    public GraphException(String message) {
        super(message);
    }

    public GraphException(String message, Throwable cause) {
        super(message, cause);
    }
}
