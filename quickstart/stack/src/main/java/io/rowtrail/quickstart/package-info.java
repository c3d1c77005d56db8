/** The commands of {@code ./rowtrail} that start and stop things on this machine, and nothing but their wiring. */
@NullMarked
package io.rowtrail.quickstart;

import org.jspecify.annotations.NullMarked;
