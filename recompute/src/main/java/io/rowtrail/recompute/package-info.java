/** The worker's process: its configuration and its start. What it answers is in {@code ask}, how it is asked in {@code http}. */
@NullMarked
package io.rowtrail.recompute;

import org.jspecify.annotations.NullMarked;
