/** The shop's database: its schema, its transactions, and the one place where a commit and its ledger line meet. */
@NullMarked
package io.rowtrail.shop.store;

import org.jspecify.annotations.NullMarked;
