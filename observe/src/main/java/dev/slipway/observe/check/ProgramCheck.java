package dev.slipway.observe.check;

import dev.slipway.kernel.process.ProcessTree;
import dev.slipway.observe.probe.Answer;
import dev.slipway.observe.probe.Check;
import dev.slipway.observe.probe.Fact;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Checks by a program: one that the project names, or {@code ping}, since Java has no ICMP for accounts that are not
 * root. A program gets no input and of the server's environment its PATH alone; whatever it starts is ended with it.
 */
record ProgramCheck(Doors doors, boolean allowed) {

    private static final int MOST_BYTES = 1 << 16;
    private static final Duration GRACE = Duration.ofSeconds(1);

    Answer command(Check.Command check) throws IOException, InterruptedException {
        if (!allowed) {
            return Answer.none("programs are not run as probes here: start the server with --allow-command-probes");
        }
        Result result = run(check.argv());
        return Answer.connected()
                .with(Fact.STATUS, Integer.toString(result.code))
                .with(Fact.BODY, result.output);
    }

    Answer ping(Check.Icmp check, Duration timeout) throws IOException, InterruptedException {
        InetAddress address = doors.first(check.host());
        String seconds = Long.toString(Math.max(1, timeout.toSeconds()));
        Result result = run(List.of("ping", "-n", "-c", "1", "-W", seconds, address.getHostAddress()));
        Answer answer = result.code == 0
                ? Answer.connected()
                : Answer.none(result.code == 1 ? "no echo came back" : "ping could not be run: " + result.output);
        return answer.with(Fact.IP, address.getHostAddress());
    }

    private record Result(int code, String output) {}

    private static Result run(List<String> argv) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(new File("/"))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        Process process = ProcessTree.start(builder);
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
            output.transferTo(java.io.OutputStream.nullOutputStream());
            return new Result(process.waitFor(), text);
        } finally {
            end(process);
        }
    }

    /** Also when the check was interrupted because it took too long. */
    private static void end(Process process) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        ProcessTree.end(process.toHandle(), GRACE);
        if (interrupted) {
            throw new InterruptedException("the program took too long");
        }
    }
}
