/** Parts for tests: a clock to set, real databases, a load client, temporary homes. */
@NullMarked
package dev.slipway.testkit;

import org.jspecify.annotations.NullMarked;
