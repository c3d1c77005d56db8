package io.rowtrail.service.recompute;

import io.rowtrail.tags.TagSet;

/**
 * Where a plan lost what would have become the row.
 *
 * @param operator of the plan, such as {@code Filter}
 * @param planPosition its place in the plan
 * @param predicate what it demanded, as SQL
 * @param tags the transactions whose rows it turned away
 */
public record Rejection(String operator, String planPosition, String predicate, TagSet tags) {}
