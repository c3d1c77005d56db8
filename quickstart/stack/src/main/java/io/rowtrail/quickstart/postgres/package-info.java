/**
 * PostgreSQL as a part of the local stack: its real binaries unpacked from Maven's artifact, a durable data directory,
 * the databases and roles of the stack. Runs as root, too, although PostgreSQL refuses to.
 */
@NullMarked
package io.rowtrail.quickstart.postgres;

import org.jspecify.annotations.NullMarked;
