package io.rowtrail.audit.postgres;

import java.io.Serializable;

/** Primary key of what there is once an entry. */
record RowKey(String log, long idx) implements Serializable {}
