/**
 * Refused events, kept to be looked at, mended and sent again: a bounded table in PostgreSQL, oldest out. Nothing here is
 * evidence, and nothing here gets past the front door by another way.
 */
@NullMarked
package io.rowtrail.service.quarantine;

import org.jspecify.annotations.NullMarked;
