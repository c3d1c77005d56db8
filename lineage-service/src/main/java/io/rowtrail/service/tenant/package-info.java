/**
 * Tenants: who shares the installation without knowing of the others. A tenant has logs, a graph, sources, keys and
 * reports of its own. Which tenant a caller belongs to is the business of {@code security}.
 */
@NullMarked
package io.rowtrail.service.tenant;

import org.jspecify.annotations.NullMarked;
