package dev.slipway.observe.store;

import dev.slipway.observe.block.Block;
import dev.slipway.observe.block.BlockDamage;
import dev.slipway.observe.block.BlockMeta;
import dev.slipway.observe.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The open blocks of one folder. Changed by maintenance alone, one step at a time; read from any thread. */
final class Blocks {

    private static final String ASIDE = "damaged-";

    private final Path folder;
    private final Damages damages;
    private volatile List<Block> open = List.of();
    private long sequence;

    private Blocks(Path folder, Damages damages) {
        this.folder = folder;
        this.damages = damages;
    }

    /** Opens every block; one that cannot be used is put aside, one that was replaced is deleted. */
    static Blocks open(Path folder, Damages damages) throws IOException {
        Blocks blocks = new Blocks(folder, damages);
        DurableFiles.sweep(folder);
        List<Path> folders;
        try (Stream<Path> files = Files.list(folder)) {
            folders = files.filter(Files::isDirectory).sorted().toList();
        }
        List<Block> opened = new ArrayList<>();
        for (Path path : folders) {
            blocks.count(path.getFileName().toString());
            if (!path.getFileName().toString().startsWith(ASIDE)) {
                blocks.tryOpen(path, opened);
            }
        }
        blocks.deleteReplaced(opened);
        blocks.set(opened);
        return blocks;
    }

    private void count(String name) {
        String digits = name.replaceAll("\\D", "");
        if (!digits.isEmpty() && digits.length() < 18) {
            sequence = Math.max(sequence, Long.parseLong(digits));
        }
    }

    private void tryOpen(Path path, List<Block> opened) throws IOException {
        try {
            opened.add(Block.open(path, damages::add));
        } catch (IOException | IllegalStateException e) {
            String aside = ASIDE + path.getFileName();
            Files.move(path, folder.resolve(aside), StandardCopyOption.ATOMIC_MOVE);
            damages.add(new BlockDamage.Unusable(path.getFileName().toString(), String.valueOf(e.getMessage()), aside));
        }
    }

    private void deleteReplaced(List<Block> opened) throws IOException {
        Set<String> replaced = new HashSet<>();
        opened.forEach(block -> replaced.addAll(block.meta().sources()));
        for (Block block : List.copyOf(opened)) {
            if (replaced.contains(block.meta().id())) {
                opened.remove(block);
                block.condemn();
            }
        }
    }

    private void set(List<Block> blocks) {
        open = blocks.stream()
                .sorted(Comparator.comparingLong((Block block) -> block.meta().minTime())
                        .thenComparing(block -> block.meta().id()))
                .toList();
    }

    Path folder() {
        return folder;
    }

    String nextId() {
        sequence++;
        return String.format(Locale.ROOT, "b%010d", sequence);
    }

    List<Block> all() {
        return open;
    }

    /** The blocks that touch a time, both ends included, pinned for the caller. */
    List<Block> pinned(long from, long to) throws IOException {
        while (true) {
            List<Block> wanted = open.stream()
                    .filter(block ->
                            block.meta().minTime() <= to && block.meta().maxTime() > from)
                    .toList();
            List<Block> pinned = wanted.stream().filter(Block::pin).toList();
            if (pinned.size() == wanted.size()) {
                return pinned;
            }
            unpin(pinned);
        }
    }

    static void unpin(List<Block> pinned) throws IOException {
        for (Block block : pinned) {
            block.unpin();
        }
    }

    void publish(BlockMeta meta) throws IOException {
        List<Block> more = new ArrayList<>(open);
        more.add(Block.open(folder.resolve(meta.id()), damages::add));
        set(more);
    }

    /** Puts a merged block in the place of its sources, at once for every reader. */
    void replace(BlockMeta merged, List<Block> sources) throws IOException {
        List<Block> left = new ArrayList<>(open);
        left.removeAll(sources);
        left.add(Block.open(folder.resolve(merged.id()), damages::add));
        set(left);
        for (Block block : sources) {
            block.condemn();
        }
    }

    /** Takes blocks away, whose readers may finish. */
    void remove(List<Block> gone) throws IOException {
        List<Block> left = new ArrayList<>(open);
        left.removeAll(gone);
        set(left);
        for (Block block : gone) {
            block.condemn();
        }
    }

    long bytes() {
        return open.stream().mapToLong(Block::bytes).sum();
    }

    void close() throws IOException {
        for (Block block : open) {
            block.close();
        }
        open = List.of();
    }
}
