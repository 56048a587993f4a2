package dev.slipway.platforms.command;

import dev.slipway.delivery.config.TargetCommands;
import dev.slipway.delivery.instance.InstanceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A target that Slipway knows by commands alone: a folder, and servers that live beside Slipway's own processes. Each
 * command notes that it was called.
 */
record Cloud(Path folder) {

    static final Map<String, String> CONTENT = Map.of(
            "server.py", """
                    import http.server, os, sys
                    class H(http.server.BaseHTTPRequestHandler):
                        def do_GET(self):
                            self.send_response(200); self.end_headers(); self.wfile.write(b'ok')
                        def log_message(self, *a): pass
                    server = http.server.HTTPServer(('127.0.0.1', 0), H)
                    with open(sys.argv[1] + '.pid', 'w') as f: f.write(str(os.getpid()))
                    with open(sys.argv[1] + '.door', 'w') as f: f.write('127.0.0.1:%d\\n' % server.server_port)
                    server.serve_forever()
                    """,
            "deploy.sh", """
                    #!/bin/sh
                    set -e
                    me="$CLOUD/$SLIPWAY_INSTANCE"
                    ./stop.sh quietly
                    echo "$SLIPWAY_COMMAND $SLIPWAY_ORDINAL" >> "$CLOUD/calls"
                    echo "secret is $TOKEN"
                    if [ -e "$CLOUD/hang" ]; then echo waiting; exec sleep 600; fi
                    if [ -e "$CLOUD/mute" ]; then echo '{"url": "https://shop.example"}'; exit 0; fi
                    mkfifo "$me.door"
                    env -u SLIPWAY_NONCE setsid /usr/bin/python3 server.py "$me" < /dev/null > /dev/null 2>&1 &
                    read address < "$me.door"
                    echo "{\\"address\\": \\"$address\\"}"
                    echo "more words"
                    """,
            "check.sh", """
                    #!/bin/sh
                    [ -e "$CLOUD/sick" ] && { echo "sick, says $TOKEN"; exit 1; }
                    pid=$(cat "$CLOUD/$SLIPWAY_INSTANCE.pid") || exit 3
                    grep -q '^State:.*[RSD] ' "/proc/$pid/status" || exit 3
                    """,
            "stop.sh", """
                    #!/bin/sh
                    me="$CLOUD/$SLIPWAY_INSTANCE"
                    [ "$1" = quietly ] || echo "$SLIPWAY_COMMAND" >> "$CLOUD/calls"
                    [ -e "$CLOUD/stuck" ] && { echo "cannot stop"; exit 1; }
                    if [ -e "$me.pid" ]; then kill -9 "$(cat "$me.pid")" 2> /dev/null; fi
                    rm -f "$me.pid" "$me.door"
                    """);

    static final TargetCommands CHECKED = commands("./deploy.sh", "./check.sh");

    static TargetCommands commands(String deploy, String check) {
        return new TargetCommands(
                List.of(deploy),
                check.isEmpty() ? Optional.empty() : Optional.of(List.of(check)),
                List.of("./stop.sh"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofMillis(50));
    }

    InstanceSpec spec(InstanceSpec plain, TargetCommands commands) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Map<String, String> env = new HashMap<>(plain.env());
        env.put("CLOUD", folder.toString());
        return new InstanceSpec(
                plain.name(),
                plain.project(),
                plain.environment(),
                plain.service(),
                plain.release(),
                plain.ordinal(),
                plain.artifact(),
                List.of(),
                env,
                plain.secrets(),
                plain.health(),
                plain.stopGraceMillis(),
                plain.resources(),
                CommandPlatform.KIND,
                0,
                Optional.of(commands));
    }

    /** Ends what serves there, behind everybody's back. */
    void vanish(String instance) throws IOException {
        long pid = Long.parseLong(
                Files.readString(folder.resolve(instance + ".pid")).strip());
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** From now on, until it is cleared. */
    void set(String mood) throws IOException {
        Files.createFile(folder.resolve(mood));
    }

    void clear(String mood) throws IOException {
        Files.delete(folder.resolve(mood));
    }

    /** The commands that were run, {@code check} left out. */
    List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }
}
