/**
 * The time-series store: what was scraped, on this machine's disk, for as long as is wished.
 *
 * <h2>Layout</h2>
 *
 * <p>Monitoring writes a little to every series every few seconds and reads a lot of few series, mostly recent. The
 * layout answers that as Prometheus' TSDB does (Reinartz, <i>Writing a Time Series Database from Scratch</i>, 2017),
 * with the compression of Gorilla (Pelkonen et al., VLDB 2015):
 *
 * <pre>
 *   batches --> log (synced) --> memory: series, each with closed chunks and one that grows
 *                                   |
 *                                   |  every 2 hours of samples: cut
 *                                   v
 *               blocks of 2 h --> merged by three, up to a tenth of the retention --> deleted whole
 * </pre>
 *
 * <ul>
 *   <li><b>Memory</b> ({@code Head}) holds the last two to three hours. A sample costs an XOR and a few bits in a row of
 *       one table ({@link dev.slipway.observe.encoding.XorChunks}); 120 of them make a chunk of some 150 bytes. Labels
 *       are interned, and an index from label values to series is kept.
 *   <li><b>The log</b> ({@code observe.wal}) makes memory safe. A batch is acknowledged after its records were synced;
 *       batches that come while the disk is busy share the next sync ({@code Commits}). Memory changes only after the
 *       sync: there is nothing to undo when a write fails, and a full disk leaves a store that can be read.
 *   <li><b>Blocks</b> ({@code observe.block}) are immutable folders, mapped into memory. Cutting writes one; merging
 *       writes one and condemns its sources; retention condemns. A folder gets its name when it is whole, and readers
 *       pin it, so that nothing is ever seen half done.
 *   <li><b>Late samples</b> within the out-of-order window are kept beside a series' chunks and merged when they are
 *       read. What is late for a range that was cut already becomes a small block of its own, which compaction merges.
 * </ul>
 *
 * <h2>What survives what</h2>
 *
 * <p>A crash at any moment loses at most batches whose commit had not returned. The steps of a cut are: end the log's
 * segment N and seal the chunks; write the block, which names N in its {@code meta.json}; publish it; forget the chunks;
 * write a checkpoint of memory; delete segments up to N. After a crash between any two of them, samples before the
 * block's end are passed over in segments up to N, for the block has them, and nowhere else. A merged block names its
 * sources, which are deleted at the next start if they are still there.
 *
 * <p>Flipped bits are found by CRC32C: in the log they cost the record they lie in, in a block's index the block (it is
 * put aside), in a chunk that chunk. The store always opens; {@link dev.slipway.observe.store.OpenReport} says what was
 * lost. A sync that failed is not tried again on the same bytes, since the kernel may have dropped them.
 *
 * <h2>Threads</h2>
 *
 * <p>Batches are filled and encoded by their own threads; one of them leads each group commit and makes one batch after
 * another visible, each as a whole: a reader sees all of a scrape or nothing of it. Maintenance is called from outside, by
 * one thread at a time, and holds up commits only to seal chunks and to copy references. Readers take two locks for a
 * moment: that of the index in memory, and that of the samples while they list chunks.
 */
@NullMarked
package dev.slipway.observe.store;

import org.jspecify.annotations.NullMarked;
