/** Registered reports: datasets with key and measure columns, so that a cell can be named by (key, measure). */
@NullMarked
package io.rowtrail.service.report;

import org.jspecify.annotations.NullMarked;
