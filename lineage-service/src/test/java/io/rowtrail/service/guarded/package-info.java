/**
 * The service as it is where it is not alone: keys and tokens, two tenants, roles, limits to namespaces and rates; and
 * that nobody learns of what is hidden from them.
 */
@org.jspecify.annotations.NullMarked
package io.rowtrail.service.guarded;
