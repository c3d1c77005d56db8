/**
 * The secrets of a log, kept in a directory outside the database: the note key it signs with, the key repeats and
 * search words are recognised by, and the epoch keys payloads are wrapped in.
 */
@NullMarked
package io.rowtrail.audit.keys;

import org.jspecify.annotations.NullMarked;
