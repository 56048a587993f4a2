package dev.slipway.observe.scrape;

import dev.slipway.observe.exposition.ExpositionFormat;
import java.io.InputStream;

/** An answer whose body is still to be read. */
record Fetched(ExpositionFormat format, InputStream body) {}
