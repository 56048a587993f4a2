package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.kernel.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;

/**
 * The folder of one instance: {@code instance.json}, {@code secrets} (sealed), {@code work} (where it runs, its own copy
 * of the artifact), {@code tmp}, {@code output.log} and the older output.
 */
final class InstanceFolder {

    private final Path root;
    private final SecretSeal seal;

    InstanceFolder(Path root, SecretSeal seal) {
        this.root = root;
        this.seal = seal;
    }

    Path root() {
        return root;
    }

    /** The record is written last: a folder without one was never wanted. */
    void create(InstanceRecord record, Map<String, String> secrets) throws IOException {
        Tree.privateFolder(root);
        byte[] clear = Json.write(new TreeMap<>(secrets)).getBytes(StandardCharsets.UTF_8);
        DurableFile.write(root.resolve("secrets"), seal.seal(clear, context(record.spec())));
        save(record);
        DurableFile.syncFolder(root.resolveSibling("."));
    }

    void save(InstanceRecord record) throws IOException {
        DurableFile.write(root.resolve("instance.json"), Json.write(record).getBytes(StandardCharsets.UTF_8));
    }

    /** Absent when the folder was being made or removed as the control plane ended. */
    Optional<InstanceRecord> load() throws IOException {
        Path file = root.resolve("instance.json");
        return Files.isRegularFile(file)
                ? Optional.of(Json.read(Files.readString(file), InstanceRecord.class))
                : Optional.empty();
    }

    /** The whole spec, with its secrets opened. */
    InstanceSpec spec(InstanceRecord record) throws IOException {
        byte[] clear = seal.open(Files.readAllBytes(root.resolve("secrets")), context(record.spec()));
        Map<String, String> secrets = Json.mapper().readValue(clear, new TypeReference<>() {});
        return record.spec().withSecrets(Map.copyOf(secrets));
    }

    /** Where it runs: its own copy of the content, made once, so that what it writes stays its own. */
    Path work(Path content) throws IOException {
        Path work = root.resolve("work");
        if (!Files.isDirectory(work)) {
            Path unfinished = root.resolve("work.unfinished");
            Tree.delete(unfinished);
            Tree.copy(content, unfinished);
            Files.move(unfinished, work, StandardCopyOption.ATOMIC_MOVE);
        }
        return work;
    }

    Path temporary() throws IOException {
        return Tree.privateFolder(root.resolve("tmp"));
    }

    /** The record goes first, so that what is left after an interruption is known to be unwanted. */
    void delete() throws IOException {
        Files.deleteIfExists(root.resolve("instance.json"));
        Tree.delete(root);
    }

    private static String context(InstanceSpec spec) {
        return "instance/" + spec.name();
    }
}
