/** What every other module speaks: typed errors with a code and a next step, positions in a user's files, transition tables, JSON. */
@NullMarked
package dev.slipway.kernel;

import org.jspecify.annotations.NullMarked;
