/**
 * The inverse query as the service asks it: the plans that runs recorded, found in the log; the worker that runs them; exact
 * answers and diffs that are kept. What a question is about, and who may ask it, is the business of {@code trace}.
 */
@NullMarked
package io.rowtrail.service.recompute;

import org.jspecify.annotations.NullMarked;
