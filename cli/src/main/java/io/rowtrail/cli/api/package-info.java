/**
 * Speaks the service's public HTTP API: asks, tells an answer from a refusal from silence, and sends the API key only
 * to the address the user named. Nothing here prints.
 */
@NullMarked
package io.rowtrail.cli.api;

import org.jspecify.annotations.NullMarked;
