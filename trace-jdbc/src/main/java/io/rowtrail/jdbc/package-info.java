/**
 * The application's side of a trail: a {@link javax.sql.DataSource} that binds the current trace to the
 * transaction it writes in: in PostgreSQL by one transactional logical message, in MariaDB by a row of a table. It knows JDBC and, where they are on the class path,
 * OpenTelemetry and the PostgreSQL driver; it talks to nothing but the application's own connection, starts no thread
 * and never fails a statement of the application.
 */
@NullMarked
package io.rowtrail.jdbc;

import org.jspecify.annotations.NullMarked;
