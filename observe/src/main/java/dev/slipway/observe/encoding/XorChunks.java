package dev.slipway.observe.encoding;

import java.util.Arrays;

/**
 * XOR chunks that grow, one for each number of a table, sample by sample.
 *
 * <p>After Pelkonen et al., <i>Gorilla: A Fast, Scalable, In-Memory Time Series Database</i>, VLDB 2015, section 4.1.
 * Scrapes come at a steady pace, so the difference between two differences of time is mostly zero: one bit. Neighbouring
 * values share sign, exponent and leading digits, so their XOR is zero or a short run of bits amid zeros; the run is
 * written alone, within the window of the run before where it fits there.
 *
 * <p>A chunk of short decimals is smaller as {@link DecimalCodec} writes it; which of the two it is, its first bit says.
 *
 * <p>It departs from the paper in two ways. Times are milliseconds, so the classes of a difference of differences are
 * 7, 12, 20 and 64 bits wide (paper: 7, 9, 12 and 32, for seconds): scheduling jitter stays within 64 ms in 9 bits. And
 * the first time is not in the bits, since every index of chunks holds it anyway.
 *
 * <pre>
 *         0, 64 bits first value; then for each further sample its time and its value
 * time    0                      difference of differences is 0
 *         10   7 bits            -64 .. 63 ms
 *         110  12 bits           -2048 .. 2047 ms
 *         1110 20 bits           -524288 .. 524287 ms
 *         1111 64 bits           anything
 * value   0                      as before
 *         10   run               within the window of the run before
 *         11   5 bits zeros before the run, 6 bits its length (0 for 64), run
 * </pre>
 *
 * <p>A scrape appends one sample to each of thousands of series, so what an append costs is memory that the processor has
 * not at hand. All that it must know of a series is therefore one row of eight numbers, which is one line of its cache;
 * rows lie in the order in which series came, which is the order in which scrapes bring them, so that the next lines are
 * fetched before they are asked for. The last 64 bits wait in the row as well, and the chunk's own memory is touched only
 * when they are full. Pages of rows never move.
 *
 * <p>Not for two threads at a time, except that {@link #reserve} may go on beside the rest.
 */
public final class XorChunks {

    /** Longer chunks save little and cost a query more that needs only a part. */
    public static final int MOST_SAMPLES = 120;

    private final int pageShift;
    private final int pageMask;
    private final SampleBuffer scratch = new SampleBuffer();
    private volatile XorPage[] pages = new XorPage[0];

    /**
     * @param pageShift a page has two to the power of this many chunks
     */
    public XorChunks(int pageShift) {
        this.pageShift = pageShift;
        this.pageMask = (1 << pageShift) - 1;
    }

    /** Makes room for a number and all before it. */
    public synchronized void reserve(int number) {
        while (number >> pageShift >= pages.length) {
            XorPage[] more = Arrays.copyOf(pages, pages.length + 1);
            more[pages.length] = new XorPage(1 << pageShift);
            pages = more;
        }
    }

    private XorPage page(int number) {
        return pages[number >> pageShift];
    }

    private int index(int number) {
        return number & pageMask;
    }

    /** True while there are samples that no {@link #close} has taken away. */
    public boolean isOpen(int number) {
        return count(number) > 0;
    }

    /** Samples of the growing chunk. */
    public int count(int number) {
        return page(number).count(index(number));
    }

    /** Time of the first sample of the growing chunk, milliseconds. */
    public long firstTime(int number) {
        return page(number).firstTime(index(number));
    }

    /** Time of the newest sample, closed chunks included; {@link Long#MIN_VALUE} when there never was one. */
    public long lastTime(int number) {
        return page(number).lastTime(index(number));
    }

    /** The bits of the newest sample's value, closed chunks included. */
    public long lastValue(int number) {
        return page(number).lastValue(index(number));
    }

    /** Forgets everything, so that the number can stand for another series. */
    public void clear(int number) {
        page(number).clear(index(number));
    }

    /** Notes the newest sample of chunks that were made elsewhere. */
    public void resume(int number, long lastTime, long lastValue) {
        page(number).resume(index(number), lastTime, lastValue);
    }

    /**
     * Begins a chunk; the one before was closed.
     *
     * @param time of its first sample, milliseconds
     * @param value the bits of the value
     * @param end times from here on belong into another chunk, milliseconds
     */
    public void begin(int number, long time, long value, long end) {
        page(number).begin(index(number), time, value, end);
    }

    /**
     * Appends to the growing chunk.
     *
     * @param time milliseconds
     * @param value the bits of the value
     * @return false, and nothing is done, when there is no such chunk, it is full, or the time is not between the newest
     *     sample and the chunk's end
     */
    public boolean append(int number, long time, long value) {
        return page(number).append(index(number), time, value);
    }

    /** The chunk as it is now; appending goes on without touching it. */
    public Chunk peek(int number) {
        return page(number).peek(index(number));
    }

    /** Bytes that {@link #peek} would have. */
    public int size(int number) {
        return page(number).size(index(number));
    }

    /** Takes the chunk away, in the smaller of the two encodings. */
    public Chunk close(int number) {
        Chunk plain = peek(number);
        page(number).close(index(number));
        scratch.clear();
        plain.decode(scratch);
        return DecimalCodec.encode(scratch)
                .filter(decimal -> decimal.length < plain.size())
                .map(decimal -> new Chunk(plain.minTime(), plain.maxTime(), plain.count(), decimal))
                .orElse(plain);
    }
}
