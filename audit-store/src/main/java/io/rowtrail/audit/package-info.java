/**
 * The audit log as its users see it: what is submitted, what is answered, what can be read and proved.
 *
 * <p>The log takes bytes and a few structural words about them and knows nothing of lineage or HTTP. Technology lives
 * in the packages below; nothing here may depend on a database.
 */
@NullMarked
package io.rowtrail.audit;

import org.jspecify.annotations.NullMarked;
