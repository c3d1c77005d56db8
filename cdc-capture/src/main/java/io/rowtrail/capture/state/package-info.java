/** How the capture keeps its state on the disk, and how it says that it cannot go on. */
@NullMarked
package io.rowtrail.capture.state;

import org.jspecify.annotations.NullMarked;
