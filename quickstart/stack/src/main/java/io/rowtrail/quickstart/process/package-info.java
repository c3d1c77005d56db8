/**
 * Processes of the local stack: how one is described, started, recognised again by pid and start time, asked whether it
 * is ready, and stopped. Nothing here knows which processes the stack has.
 */
@NullMarked
package io.rowtrail.quickstart.process;

import org.jspecify.annotations.NullMarked;
