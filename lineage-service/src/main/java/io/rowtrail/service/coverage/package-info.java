/** How much of what is captured and written names the requests behind it: by dataset, job, hop and flow. No row is read. */
@NullMarked
package io.rowtrail.service.coverage;

import org.jspecify.annotations.NullMarked;
