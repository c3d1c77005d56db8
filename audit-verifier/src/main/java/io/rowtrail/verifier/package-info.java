/**
 * The offline verifier: reads an evidence pack and checks every claim in it, on nothing but the JDK.
 *
 * <p>It shares no code with the server on purpose: what the server gets wrong, this does not repeat. No network, no
 * files but the ones it is given.
 */
@NullMarked
package io.rowtrail.verifier;

import org.jspecify.annotations.NullMarked;
