/**
 * Who may do what: the roles, API keys, and the rule that a service without authentication answers only its own machine.
 * Endpoints name their roles themselves; an endpoint that names none is denied.
 */
@NullMarked
package io.rowtrail.service.security;

import org.jspecify.annotations.NullMarked;
