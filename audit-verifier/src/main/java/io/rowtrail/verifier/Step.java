package io.rowtrail.verifier;

/** One named step of a verification and how it went. */
public sealed interface Step {
    /** The step: {@code container}, {@code manifest}, {@code attestation}, {@code files}, ... in the order they ran. */
    String name();

    /**
     * It held.
     *
     * @param detail what was checked, in a few words
     */
    record Passed(String name, String detail) implements Step {}

    /**
     * It did not hold.
     *
     * @param what the thing looked at, as exactly as is known: a file, a line, an entry
     */
    record Failed(String name, String what, String expected, String found) implements Step {}

    /**
     * It could not be tried because an earlier one failed.
     *
     * @param because that step's name
     */
    record Skipped(String name, String because) implements Step {}
}
