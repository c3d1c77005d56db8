/**
 * The sample shop: a small HTTP application over JDBC whose every request has a trace. Of Rowtrail it uses
 * {@code trace-jdbc} and nothing else; it knows nothing of captures, lakes or lineage, and its ledger is kept outside of
 * all that, as the measure to check them by.
 */
@NullMarked
package io.rowtrail.shop;

import org.jspecify.annotations.NullMarked;
