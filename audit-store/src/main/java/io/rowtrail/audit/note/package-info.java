/**
 * Signed notes as C2SP defines them, the keys they are signed with, and the memory of the last one signed.
 *
 * <p>What is signed here leaves the house and cannot be taken back; so it is signed only after
 * {@link io.rowtrail.audit.note.CheckpointStore} agreed to it.
 */
@NullMarked
package io.rowtrail.audit.note;

import org.jspecify.annotations.NullMarked;
