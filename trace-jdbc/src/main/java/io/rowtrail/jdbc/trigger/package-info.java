/**
 * Binding for applications that nobody can change: a statement trigger on each captured table takes the trace from a
 * setting of the transaction or from the statement's comment, and emits the message. Here it is generated, installed,
 * checked and removed; nothing here runs while the application does.
 */
@NullMarked
package io.rowtrail.jdbc.trigger;

import org.jspecify.annotations.NullMarked;
