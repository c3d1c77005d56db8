/** Tests of the plugin as a user meets it. */
@NullMarked
package io.rowtrail.spark;

import org.jspecify.annotations.NullMarked;
