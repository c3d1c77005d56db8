package io.rowtrail.jdbc.trigger;

/** What a check found of a table's trigger. */
public enum TriggerState {
    /** A statement that changes nothing was tried in a transaction taken back, and its trace was bound. */
    BINDS("binds the trace"),
    /** It is in place; it could not be tried, since the role that checks may not delete from the table. */
    UNTRIED("is in place; not tried, this role may not delete from the table"),
    /** It is in place, enabled and of this version, and it did not bind. */
    SILENT("did not bind the trace of a trial"),
    /** Its function is of another version. */
    OUTDATED("runs another version of the function: install again"),
    /** It is switched off. */
    DISABLED("is disabled: ALTER TABLE … ENABLE TRIGGER, or install again"),
    /** The table has none. */
    MISSING("is missing: install it"),
    /** There is no such table. */
    NO_TABLE("cannot be: there is no such table");

    private final String words;

    TriggerState(String words) {
        this.words = words;
    }

    /** Whether statements on the table are bound, as far as can be seen. */
    public boolean isGood() {
        return this == BINDS || this == UNTRIED;
    }

    /** The rest of the sentence that begins with the trigger, and the mend. */
    public String words() {
        return words;
    }
}
