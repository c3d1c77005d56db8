/** How a command ends: exit codes, and the one exception that carries one of them out of a verb. */
@NullMarked
package io.rowtrail.cli.outcome;

import org.jspecify.annotations.NullMarked;
