package dev.slipway.runner.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of a job, as far as the job itself reaches them. What the runner does in a job's name, from packing artifacts
 * to hashing files, goes through here: a job may put a link anywhere at any moment, and whoever follows it with more rights
 * than the job has opens what the job may not.
 */
public interface JobReach {

    /** The files that patterns mean, in the order of their paths. */
    List<Path> find(FileSearch search, FilePatterns patterns) throws IOException, InterruptedException;

    /**
     * Hands over files one after another, in their order.
     *
     * @param followLinks whether a link stands for what it leads to
     */
    void feed(List<Path> files, boolean followLinks, Feed feed) throws IOException, InterruptedException;

    /** Unpacks a cache below the roots that it was packed from. */
    void untar(Path archive, List<Path> roots, ExtractLimits limits) throws IOException, InterruptedException;

    /**
     * Unpacks an artifact.
     *
     * @return how many files
     */
    long unzip(Path archive, Path folder, ExtractLimits limits) throws IOException, InterruptedException;

    /** Writes a file into a folder under a name of its own; one that is there already is replaced. */
    void put(Path file, Path folder, String name) throws IOException, InterruptedException;

    /**
     * A small text.
     *
     * @param mostBytes that it may have
     * @return absent when there is no such file, or a larger one
     */
    Optional<String> text(Path file, long mostBytes) throws IOException, InterruptedException;

    /** The first line that a program says; empty when it says nothing or cannot be run. */
    String ask(List<String> argv) throws IOException, InterruptedException;

    /**
     * A folder for what the runner makes to be {@linkplain #settle settled} at a place of the job's.
     *
     * @return the place itself, emptied, where nobody can exchange it
     */
    Path prepare(Path target) throws IOException, InterruptedException;

    /** Puts what the runner has made in a prepared folder at its place. */
    void settle(Path made, Path target) throws IOException, InterruptedException;
}
