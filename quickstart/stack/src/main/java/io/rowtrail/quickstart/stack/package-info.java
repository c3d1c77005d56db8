/**
 * What the local stack consists of: which parts, where they keep their state, on which ports, from which artifacts; and
 * the lock that keeps launchers apart. How a process is started, watched and stopped is told in {@code process}.
 */
@NullMarked
package io.rowtrail.quickstart.stack;

import org.jspecify.annotations.NullMarked;
