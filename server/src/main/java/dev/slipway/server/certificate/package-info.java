/** Certificates of the edge, ordered from a certificate authority by ACME (RFC 8555) and renewed in time. */
@NullMarked
package dev.slipway.server.certificate;

import org.jspecify.annotations.NullMarked;
