package io.rowtrail.cli.verb;

/** How an answer is written. */
enum OutputForm {
    /** Laid out for reading. */
    TABLE,
    /** The service's JSON, exactly. */
    JSON
}
