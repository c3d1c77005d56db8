/** Tests of the whole command against a service made of the JDK's HTTP server. */
@NullMarked
package io.rowtrail.cli;

import org.jspecify.annotations.NullMarked;
