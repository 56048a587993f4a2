package dev.slipway.observe.block;

import dev.slipway.observe.encoding.ByteSource;
import dev.slipway.promql.series.Labels;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The index of one block, read in place. {@link IndexWriter} holds the layout. Symbols are sorted, so that the order of
 * their numbers is the order of the texts, and a posting list is found by binary search.
 */
final class BlockIndex implements LabelIndex {

    private final MemorySegment symbols;
    private final MemorySegment series;
    private final MemorySegment offsets;
    private final MemorySegment entries;
    private final MemorySegment lists;
    private final @Nullable String[] texts;

    /**
     * @throws IndexOutOfBoundsException when the file is too short
     * @throws IllegalStateException when a checksum does not hold
     */
    BlockIndex(MemorySegment file) {
        long toc = file.byteSize() - IndexWriter.TOC_BYTES;
        if (ByteSource.u64(file, 0) != IndexWriter.MAGIC
                || checksum(file.asSlice(toc, IndexWriter.TOC_BYTES - 4))
                        != ByteSource.u32(file, toc + IndexWriter.TOC_BYTES - 4)) {
            throw new IllegalStateException("its index has no readable table of contents");
        }
        symbols = section(file, toc, 0);
        series = section(file, toc, 1);
        offsets = section(file, toc, 2);
        entries = section(file, toc, 3);
        lists = section(file, toc, 4);
        texts = new String[symbolCount()];
    }

    private static MemorySegment section(MemorySegment file, long toc, int number) {
        long at = toc + (long) number * IndexWriter.TOC_ENTRY;
        MemorySegment section = file.asSlice(ByteSource.u64(file, at), ByteSource.u64(file, at + 8));
        if (checksum(section) != ByteSource.u32(file, at + 16)) {
            throw new IllegalStateException("section " + number + " of its index is damaged");
        }
        return section;
    }

    private static int checksum(MemorySegment memory) {
        CRC32C crc = new CRC32C();
        long step = 1L << 30;
        for (long at = 0; at < memory.byteSize(); at += step) {
            crc.update(
                    memory.asSlice(at, Math.min(step, memory.byteSize() - at)).asByteBuffer());
        }
        return (int) crc.getValue();
    }

    private int symbolCount() {
        return ByteSource.u32(symbols, 0);
    }

    /** Two threads may decode the same symbol at once; both get equal texts. */
    private String symbol(int number) {
        String known = texts[number];
        if (known == null) {
            long table = Integer.BYTES + (long) number * Integer.BYTES;
            int from = ByteSource.u32(symbols, table);
            int to = ByteSource.u32(symbols, table + Integer.BYTES);
            long start = Integer.BYTES * (symbolCount() + 2L);
            known = new String(new ByteSource(symbols, start + from).bytes(to - from), StandardCharsets.UTF_8);
            texts[number] = known;
        }
        return known;
    }

    private int symbolOf(String text) {
        int low = 0;
        int high = symbolCount() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = symbol(middle).compareTo(text);
            if (order == 0) {
                return middle;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    @Override
    public int size() {
        return (int) (offsets.byteSize() / Integer.BYTES);
    }

    Labels labels(int number) {
        ByteSource source = seriesAt(number);
        Labels.Builder labels = Labels.builder();
        for (int left = (int) source.unsigned(); left > 0; left--) {
            labels.set(symbol((int) source.unsigned()), symbol((int) source.unsigned()));
        }
        return labels.build();
    }

    /** Where the chunks of a series lie. */
    List<ChunkPlace> chunks(int number) {
        ByteSource source = seriesAt(number);
        for (long left = source.unsigned() * 2; left > 0; left--) {
            source.unsigned();
        }
        List<ChunkPlace> places = new ArrayList<>();
        long time = 0;
        long offset = 0;
        for (long left = source.unsigned(); left > 0; left--) {
            long minTime = time + source.signed();
            time = minTime + source.unsigned();
            offset += source.unsigned();
            int count = (int) source.unsigned();
            int length = (int) source.unsigned();
            places.add(new ChunkPlace(minTime, time, count, offset, length));
        }
        return places;
    }

    private ByteSource seriesAt(int number) {
        return new ByteSource(series, ByteSource.u32(offsets, (long) number * Integer.BYTES) & 0xffff_ffffL);
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        int last = -1;
        for (int i = 0; i < entryCount(); i++) {
            int name = entry(i, 0);
            if (name != last) {
                names.add(symbol(name));
                last = name;
            }
        }
        return names;
    }

    @Override
    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        int wanted = symbolOf(name);
        for (int i = firstEntry(wanted, 0); i < entryCount() && entry(i, 0) == wanted; i++) {
            values.add(symbol(entry(i, 1)));
        }
        return values;
    }

    @Override
    public void postings(String name, String value, BitSet into) {
        int wantedName = symbolOf(name);
        int wantedValue = symbolOf(value);
        int at = firstEntry(wantedName, wantedValue);
        if (wantedName < 0 || at == entryCount() || entry(at, 0) != wantedName || entry(at, 1) != wantedValue) {
            return;
        }
        long start = (entry(at, 2) & 0xffff_ffffL) * Integer.BYTES;
        int count = entry(at, 3);
        for (long i = 0; i < count; i++) {
            into.set(ByteSource.u32(lists, start + i * Integer.BYTES));
        }
    }

    private int entryCount() {
        return (int) (entries.byteSize() / IndexWriter.ENTRY_BYTES);
    }

    private int entry(int number, int field) {
        return ByteSource.u32(entries, (long) number * IndexWriter.ENTRY_BYTES + (long) field * Integer.BYTES);
    }

    /** The first entry that is not before this name and value. */
    private int firstEntry(int name, int value) {
        int low = 0;
        int high = entryCount();
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean before = entry(middle, 0) < name || (entry(middle, 0) == name && entry(middle, 1) < value);
            if (before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
