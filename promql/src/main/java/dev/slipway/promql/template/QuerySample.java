package dev.slipway.promql.template;

import java.util.Map;

/** One series of a query's answer as a template sees it: fields Labels and Value. */
public record QuerySample(Map<String, String> labels, double value) {}
