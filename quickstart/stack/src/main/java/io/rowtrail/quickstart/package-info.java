/**
 * The commands of the local stack ({@code up}, {@code status}, {@code down}) and what the stack consists of: which parts,
 * where they keep their state, on which ports. How a process is started, watched and stopped is told in {@code process}.
 */
@NullMarked
package io.rowtrail.quickstart;

import org.jspecify.annotations.NullMarked;
