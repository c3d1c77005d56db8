/**
 * The log in PostgreSQL: appends through the reactive client in one transaction a group, reads through Hibernate
 * Reactive, the schema as migrations.
 *
 * <p>The only package of the module that knows a database.
 */
@NullMarked
package io.rowtrail.audit.postgres;

import org.jspecify.annotations.NullMarked;
