/**
 * Puts answers on a screen: tables, fields and notes whose every character from outside has been made harmless. Knows
 * widths and colours, and nothing about the service.
 */
@NullMarked
package io.rowtrail.cli.text;

import org.jspecify.annotations.NullMarked;
