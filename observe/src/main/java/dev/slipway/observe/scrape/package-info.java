/**
 * Scraping: {@code prometheus.yml}'s {@code scrape_configs} are read and followed, so that what a team's targets and
 * rules mean today they mean here. Targets are found, relabelled and asked in turn; their samples go to the store.
 */
@NullMarked
package dev.slipway.observe.scrape;

import org.jspecify.annotations.NullMarked;
