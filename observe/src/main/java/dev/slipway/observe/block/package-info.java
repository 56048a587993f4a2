/**
 * Blocks: the samples of a stretch of time as a folder that is never changed again, only replaced or deleted.
 *
 * <p>After the design of Prometheus' TSDB (Reinartz, <i>Writing a Time Series Database from Scratch</i>, 2017): an
 * inverted index from label to series, series to chunks, all in files that are mapped into memory, so that the page
 * cache is the only cache. A block holds
 *
 * <pre>
 * meta.json   what it covers, and a checksum over itself
 * chunks      chunk after chunk, each followed by its CRC32C
 * index       symbols, series, postings; a table of contents with a CRC32C for each section at the end
 * deletions   only when there are any: stretches of time per series, with a CRC32C
 * </pre>
 *
 * <p>An index is verified when its block is opened, a chunk whenever it is read: gigabytes are not read at each start.
 */
@NullMarked
package dev.slipway.observe.block;

import org.jspecify.annotations.NullMarked;
