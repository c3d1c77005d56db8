/**
 * What the capture costs beside a bare Debezium engine with the same settings, and how far it lies behind. A module of its
 * own, since the capture's libraries and the stack's do not agree.
 */
@NullMarked
package io.rowtrail.bench.capture;

import org.jspecify.annotations.NullMarked;
