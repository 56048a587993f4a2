package dev.slipway.observe.block;

import dev.slipway.observe.disk.DurableFiles;
import dev.slipway.observe.encoding.ByteSink;
import dev.slipway.promql.series.Labels;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes an index.
 *
 * <pre>
 * u64 "SLIPIDX1"
 * symbols   u32 n, n+1 times u32 offset, the texts in UTF-8, sorted
 * series    per series: varint labels, per label varint name and value (symbols);
 *           varint chunks, per chunk varints: start (signed, from the last end), duration,
 *           offset (from the last offset), samples, bytes
 * offsets   per series u32: where it starts
 * entries   per label and value, sorted: u32 name, u32 value, u32 first, u32 count
 * lists     u32 numbers of series; an entry's are those from first on
 * contents  per section u64 offset, u64 length, u32 CRC32C; then u32 CRC32C of the contents
 * </pre>
 */
final class IndexWriter {

    static final long MAGIC = 0x534c4950_49445831L;
    static final int TOC_ENTRY = 20;
    static final int TOC_BYTES = 5 * TOC_ENTRY + 4;
    static final int ENTRY_BYTES = 16;

    private final List<Labels> labels = new ArrayList<>();
    private final List<List<ChunkPlace>> chunks = new ArrayList<>();

    /** The next series; they come sorted. */
    void add(Labels series, List<ChunkPlace> places) {
        labels.add(series);
        chunks.add(places);
    }

    void write(FileChannel channel) throws IOException {
        Map<String, Integer> symbols = symbols();
        ByteSink offsets = new ByteSink(labels.size() * 4);
        List<ByteSink> sections =
                List.of(texts(symbols), series(symbols, offsets), offsets, new ByteSink(), new ByteSink());
        postings(symbols, sections.get(3), sections.get(4));
        ByteSink contents = new ByteSink();
        long offset = Long.BYTES;
        DurableFiles.writeFully(channel, new ByteSink().u64(MAGIC).buffer());
        for (ByteSink section : sections) {
            contents.u64(offset).u64(section.size()).u32(section.checksum(0));
            DurableFiles.writeFully(channel, section.buffer());
            offset += section.size();
        }
        contents.u32(contents.checksum(0));
        DurableFiles.writeFully(channel, contents.buffer());
    }

    private Map<String, Integer> symbols() {
        TreeSet<String> texts = new TreeSet<>();
        for (Labels series : labels) {
            for (int i = 0; i < series.size(); i++) {
                texts.add(series.name(i));
                texts.add(series.value(i));
            }
        }
        Map<String, Integer> numbers = HashMap.newHashMap(texts.size());
        texts.forEach(text -> numbers.put(text, numbers.size()));
        return numbers;
    }

    private static ByteSink texts(Map<String, Integer> symbols) {
        ByteSink section = new ByteSink().u32(symbols.size());
        ByteSink texts = new ByteSink();
        symbols.keySet().stream().sorted().forEach(text -> {
            section.u32(texts.size());
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            texts.bytes(utf8, 0, utf8.length);
        });
        section.u32(texts.size());
        byte[] all = texts.toBytes();
        return section.bytes(all, 0, all.length);
    }

    private ByteSink series(Map<String, Integer> symbols, ByteSink offsets) {
        ByteSink section = new ByteSink();
        for (int number = 0; number < labels.size(); number++) {
            offsets.u32(section.size());
            Labels series = labels.get(number);
            section.unsigned(series.size());
            for (int i = 0; i < series.size(); i++) {
                section.unsigned(symbols.getOrDefault(series.name(i), 0));
                section.unsigned(symbols.getOrDefault(series.value(i), 0));
            }
            places(section, chunks.get(number));
        }
        return section;
    }

    private static void places(ByteSink section, List<ChunkPlace> places) {
        section.unsigned(places.size());
        long time = 0;
        long offset = 0;
        for (ChunkPlace place : places) {
            section.signed(place.minTime() - time)
                    .unsigned(place.maxTime() - place.minTime())
                    .unsigned(place.offset() - offset)
                    .unsigned(place.count())
                    .unsigned(place.length());
            time = place.maxTime();
            offset = place.offset();
        }
    }

    private void postings(Map<String, Integer> symbols, ByteSink entries, ByteSink lists) {
        TreeMap<Long, List<Integer>> byLabel = new TreeMap<>();
        for (int number = 0; number < labels.size(); number++) {
            Labels series = labels.get(number);
            for (int i = 0; i < series.size(); i++) {
                long name = symbols.getOrDefault(series.name(i), 0);
                long key = (name << 32) | symbols.getOrDefault(series.value(i), 0);
                byLabel.computeIfAbsent(key, label -> new ArrayList<>()).add(number);
            }
        }
        byLabel.forEach((label, numbers) -> {
            entries.u64(label).u32(lists.size() / Integer.BYTES).u32(numbers.size());
            numbers.forEach(lists::u32);
        });
    }
}
