/**
 * The ledger: which request wrote which rows, told by the shop itself. One line of JSON a committed transaction, in an
 * order in which each row's writes follow their commits. No database access here.
 */
@NullMarked
package io.rowtrail.shop.ledger;

import org.jspecify.annotations.NullMarked;
