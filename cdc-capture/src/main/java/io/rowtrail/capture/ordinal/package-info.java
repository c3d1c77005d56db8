/** Change ordinals: the durable journal that gives each source transaction its number once. */
@NullMarked
package io.rowtrail.capture.ordinal;

import org.jspecify.annotations.NullMarked;
