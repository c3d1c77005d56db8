/** The command line of the benchmarks. Nothing here is part of the product. */
@NullMarked
package io.rowtrail.bench;

import org.jspecify.annotations.NullMarked;
