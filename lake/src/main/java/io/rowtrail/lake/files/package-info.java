/**
 * Tables without a catalogue, seen as Iceberg tables that live in memory: directories of Parquet files with the lists that
 * tagged runs leave beside them (ADR 0093), and Delta tables (ADR 0090). Nothing is written. Which directories may be read is
 * for the caller to say.
 */
@NullMarked
package io.rowtrail.lake.files;

import org.jspecify.annotations.NullMarked;
