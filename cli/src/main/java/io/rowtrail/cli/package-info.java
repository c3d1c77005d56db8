/**
 * The {@code rowtrail} command's entry: reads the command line, finds the verb, turns how it ended into an exit code. A
 * verb asks the service through the public HTTP API or reads a file; nothing in this module knows the service's code,
 * its database or its graph.
 */
@NullMarked
package io.rowtrail.cli;

import org.jspecify.annotations.NullMarked;
