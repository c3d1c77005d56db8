package io.rowtrail.verifier;

/** A check that did not hold: what was looked at, what was expected, what was found. */
final class CheckFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String expected;
    private final String found;

    CheckFailed(String what, String expected, String found) {
        super(what + ": expected " + expected + ", found " + found);
        this.what = what;
        this.expected = expected;
        this.found = found;
    }

    String what() {
        return what;
    }

    String expected() {
        return expected;
    }

    String found() {
        return found;
    }

    /** Goes on only if the two are equal. */
    static void requireEqual(String what, Object expected, Object found) throws CheckFailed {
        if (!expected.equals(found)) {
            throw new CheckFailed(what, String.valueOf(expected), String.valueOf(found));
        }
    }
}
