/**
 * The live check: rows of production are recomputed without requests that are said not to matter to them, and have to stay.
 * What it found is an entry of the log.
 */
@NullMarked
package io.rowtrail.service.livecheck;

import org.jspecify.annotations.NullMarked;
