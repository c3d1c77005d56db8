/** Benchmarks of single steps, run by JMH ({@code bench/run jmh}). */
@NullMarked
package io.rowtrail.bench;

import org.jspecify.annotations.NullMarked;
