/** The program's arguments and scripts. */
@NullMarked
package io.rowtrail.jobs;

import org.jspecify.annotations.NullMarked;
