/** What an operator asks: is it ready, how far behind is it; and the keys others come in with. No data. */
@NullMarked
package io.rowtrail.service.operation;

import org.jspecify.annotations.NullMarked;
