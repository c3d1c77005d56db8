/** Tests of how the API is spoken to. */
@NullMarked
package io.rowtrail.cli.api;

import org.jspecify.annotations.NullMarked;
