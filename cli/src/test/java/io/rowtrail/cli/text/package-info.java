/** Tests of what reaches a screen. */
@NullMarked
package io.rowtrail.cli.text;

import org.jspecify.annotations.NullMarked;
