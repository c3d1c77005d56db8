/**
 * The change store: change ordinal to the traces, transaction, commit and row counts behind it. What the capture posts
 * goes to the audit log first; the tables here follow the log and can be rebuilt from it. Rows of data never come here.
 */
@NullMarked
package io.rowtrail.service.change;

import org.jspecify.annotations.NullMarked;
