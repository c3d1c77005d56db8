/** The shop's HTTP edge: spans, routes, input and its validation, problems. No SQL here. */
@NullMarked
package io.rowtrail.shop.http;

import org.jspecify.annotations.NullMarked;
