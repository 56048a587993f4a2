/** What reads input of strangers, against inputs that nobody thought of: docs/fuzzing.md says how to look for more. */
@NullMarked
package dev.slipway.fuzz;

import org.jspecify.annotations.NullMarked;
