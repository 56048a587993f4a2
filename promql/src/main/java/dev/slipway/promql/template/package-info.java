/** The template language of annotations and labels: Go's text/template with the functions of Prometheus. */
@NullMarked
package dev.slipway.promql.template;

import org.jspecify.annotations.NullMarked;
