/**
 * Following the audit log: which logs there are, one elected follower a projection, its position, its lag, and those who
 * wait for it. What a projection does with an entry is the projection's own business.
 */
@NullMarked
package io.rowtrail.service.log;

import org.jspecify.annotations.NullMarked;
