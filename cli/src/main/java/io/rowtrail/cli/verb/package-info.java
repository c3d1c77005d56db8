/**
 * One class a verb, and the views that lay an answer out for reading. A view takes the members it knows and leaves the
 * rest to the general layout, so nothing the service said is lost when the service learns to say more.
 */
@NullMarked
package io.rowtrail.cli.verb;

import org.jspecify.annotations.NullMarked;
