/** Identity tokens of jobs (OpenID Connect): what a cloud trusts instead of a stored secret. */
@NullMarked
package dev.slipway.server.identity;

import org.jspecify.annotations.NullMarked;
