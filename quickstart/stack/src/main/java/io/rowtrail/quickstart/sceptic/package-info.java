/**
 * What the sceptic's jobs must yield, worked out from the shop's ledger in plain Java: each row, the writes in it, the
 * writes that kept something out of it; and whether rows outlive the removal of writes that are said not to matter to
 * them. Shares no code with Spark, the capture or the service.
 */
@NullMarked
package io.rowtrail.quickstart.sceptic;

import org.jspecify.annotations.NullMarked;
