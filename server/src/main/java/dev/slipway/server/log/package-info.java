/** The programs' own log, as opposed to those of jobs and instances. */
@NullMarked
package dev.slipway.server.log;

import org.jspecify.annotations.NullMarked;
