package dev.slipway.scenarios;

import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the shop's instances and migrations wrote down themselves, whatever the control plane believes. */
record ShopNotes(Path home) {

    /**
     * @param subject an instance, or a migration with its release
     * @param pid the process that did it
     */
    record Note(String subject, long pid, Instant at) {

        static Note read(String line) {
            String[] words = line.split(" ");
            return new Note(words[0], Long.parseLong(words[1]), Instant.ofEpochMilli(Long.parseLong(words[2])));
        }

        /** A process that has ended and that nobody has collected yet does not live. */
        boolean alive() {
            return ProcessHandle.of(pid).filter(ProcessTree::running).isPresent();
        }
    }

    List<Note> starts() throws IOException {
        return read("starts");
    }

    List<Note> ends() throws IOException {
        return read("ends");
    }

    /** Requests that came to an instance which was asked to end already. */
    List<Note> late() throws IOException {
        return read("late");
    }

    List<Note> migrations() throws IOException {
        return read("migrations");
    }

    private List<Note> read(String name) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("instances/data"))) {
            Optional<Path> notes = files.filter(file -> file.endsWith(name)).findFirst();
            return notes.isEmpty()
                    ? List.of()
                    : Files.readAllLines(notes.get()).stream().map(Note::read).toList();
        }
    }
}
