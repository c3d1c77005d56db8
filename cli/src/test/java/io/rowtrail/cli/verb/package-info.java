/** Tests of how verbs read what a user types. */
@NullMarked
package io.rowtrail.cli.verb;

import org.jspecify.annotations.NullMarked;
