/** What the API says of accounts, secrets and the audit log: thin routes over the packages that keep them. */
@NullMarked
package dev.slipway.server.api;

import org.jspecify.annotations.NullMarked;
