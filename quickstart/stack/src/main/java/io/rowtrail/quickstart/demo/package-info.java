/**
 * The demo: the sample shop on the local stack from an empty lake to a verdict, and the story told of it. It uses the
 * parts through their processes, files and public API only.
 */
@NullMarked
package io.rowtrail.quickstart.demo;

import org.jspecify.annotations.NullMarked;
