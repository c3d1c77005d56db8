/** Tests of recorded plans and what comes of them. */
@NullMarked
package io.rowtrail.service.recompute;

import org.jspecify.annotations.NullMarked;
