/** Processes of ours and of users: started by argv, ended with all their descendants. */
@NullMarked
package dev.slipway.kernel.process;

import org.jspecify.annotations.NullMarked;
