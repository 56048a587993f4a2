package dev.slipway.observe.store;

import dev.slipway.observe.block.Block;
import dev.slipway.observe.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of a running store. Memory is copied before blocks are, as it is read: what moves between is in both. */
final class Snapshot {

    private final Maintenance maintenance;
    private final Blocks blocks;

    Snapshot(Maintenance maintenance, Blocks blocks) {
        this.maintenance = maintenance;
        this.blocks = blocks;
    }

    void write(Path target) throws IOException {
        Files.createDirectory(target);
        Path log = target.resolve("wal");
        Path folders = target.resolve("blocks");
        DurableFiles.createFolder(log);
        DurableFiles.createFolder(folders);
        maintenance.copyMemory(log);
        List<Block> pinned = blocks.pinned(Long.MIN_VALUE, Long.MAX_VALUE);
        try {
            for (Block block : pinned) {
                copy(block.folder(), folders.resolve(block.meta().id()));
            }
        } finally {
            Blocks.unpin(pinned);
        }
        DurableFiles.syncFolder(folders);
        DurableFiles.syncFolder(target);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        List<Path> files;
        try (Stream<Path> listed = Files.list(from)) {
            files = listed.toList();
        }
        for (Path file : files) {
            link(file, to.resolve(file.getFileName()));
        }
        DurableFiles.syncFolder(to);
    }

    private static void link(Path file, Path copy) throws IOException {
        try {
            Files.createLink(copy, file);
        } catch (UnsupportedOperationException | java.nio.file.FileSystemException otherDisk) {
            Files.copy(file, copy);
        }
    }
}
