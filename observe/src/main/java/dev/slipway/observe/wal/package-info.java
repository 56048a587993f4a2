/**
 * The write-ahead log: what was acknowledged and is in no block yet.
 *
 * <p>A log is a folder of segments {@code 00000001}, {@code 00000002} ... and at most one checkpoint, which stands for
 * all segments up to its number. A segment is a header and frames:
 *
 * <pre>
 * header   8 bytes "SLIPWAL1", u64 number of the segment, u32 CRC32C of both
 * frame    u16 0xC35A, u32 CRC32C of what follows, u8 kind, u32 length, payload
 * </pre>
 *
 * <p>A frame begins with a mark, so that a reader who meets damage finds the next whole frame: a flipped bit costs the
 * frame it lies in and no other. What stands at the end of the last segment without being a whole frame is torn: it was
 * never acknowledged, since acknowledging waits for the sync, and it is cut off. A crashed segment is never written
 * again; each start opens a new one.
 */
@NullMarked
package dev.slipway.observe.wal;

import org.jspecify.annotations.NullMarked;
