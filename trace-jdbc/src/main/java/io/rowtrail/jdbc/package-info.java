/**
 * The application's side of a trail: a {@link javax.sql.DataSource} that binds the current trace to the PostgreSQL
 * transaction it writes in, by one transactional logical message. It knows JDBC and, where they are on the class path,
 * OpenTelemetry and the PostgreSQL driver; it talks to nothing but the application's own connection, starts no thread
 * and never fails a statement of the application.
 */
@NullMarked
package io.rowtrail.jdbc;

import org.jspecify.annotations.NullMarked;
