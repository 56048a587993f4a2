package dev.slipway.cli.demo;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.JsonNode;

/**
 * {@code slipway demo}: makes a repository of the example, pushes it to a fresh server and lets six pushes have their
 * way, with customers asking for scores all the time. Everything goes through the public API and git.
 */
public final class Demo {

    static {
        // Customers name the shop by its host; the JDK's client lets them only if this is set before its first use.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private static final String ADMIN = "admin";
    private static final String AUTHOR = "ada";
    private static final String APPROVER = "grace";

    private final Path root;
    private final PrintStream out;
    private final boolean colour;
    private volatile boolean ending;

    /**
     * @param root of the Slipway checkout, with the command and the examples
     * @param colour whether the terminal may be sent colours
     */
    public Demo(Path root, PrintStream out, boolean colour) {
        this.root = root;
        this.out = out;
        this.colour = colour;
    }

    /**
     * @param exit ends with the story, instead of staying up to be explored
     * @param listen address of UI and API, port 0 for a free one
     * @param edgeListen address of user traffic, likewise
     * @param reportFile where the report is written
     * @return exit code: 0 when everything happened that should
     */
    public int run(boolean exit, String listen, String edgeListen, Path reportFile)
            throws IOException, InterruptedException {
        try {
            return tell(exit, listen, edgeListen, reportFile);
        } catch (IOException | Problem e) {
            awaitTheEnd();
            throw e;
        }
    }

    /** A story that breaks off because its server was ended is no error: whoever ended it hears that, and no more. */
    private void awaitTheEnd() throws InterruptedException {
        if (ending) {
            new CountDownLatch(1).await();
        }
    }

    private int tell(boolean exit, String listen, String edgeListen, Path reportFile)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Path folder = Files.createTempDirectory("slipway-demo-");
        Screen screen = new Screen(out, colour);
        List<String> command = List.of(root.resolve("slipway").toString());
        try (ServerProcess server = ServerProcess.start(command, folder.resolve("home"), listen, edgeListen)) {
            Thread end = new Thread(() -> end(server, folder), "end the server");
            Runtime.getRuntime().addShutdownHook(end);
            Api administrator = setUp(server);
            Story story = prepare(screen, server, administrator, folder);
            story.tell(root.resolve("examples/safeguard"));
            Report report = story.report(Duration.ofNanos(System.nanoTime() - start));
            Files.writeString(
                    reportFile, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
            screen.table(report);
            screen.surprises(story.surprises());
            out.println("The report is " + reportFile);
            if (!exit) {
                out.println();
                out.println("Still up: " + link(administrator) + "   (Ctrl-C ends it all)");
                new CountDownLatch(1).await();
            }
            out.println("The files of the demo are in " + folder);
            Runtime.getRuntime().removeShutdownHook(end);
            return report.ok() ? 0 : 1;
        }
    }

    /** Ctrl-C has come: nothing of the demonstration stays behind but its files. */
    private void end(ServerProcess server, Path folder) {
        ending = true;
        out.println();
        out.println("Ending server, edge and instances ...");
        server.close();
        out.println("The demo has ended, nothing of it runs any more. Its files are in " + folder);
        out.flush();
    }

    private static Api setUp(ServerProcess server) throws IOException {
        Api anyone = new Api(server.url(), "");
        return new Api(
                server.url(),
                token(anyone.post(
                        "/api/v1/setup",
                        Map.of("setupToken", server.setupToken(), "name", ADMIN, "password", password()))));
    }

    private Story prepare(Screen screen, ServerProcess server, Api administrator, Path folder) throws IOException {
        Api author = account(server, administrator, AUTHOR, "MAINTAINER");
        Api approver = account(server, administrator, APPROVER, "REVIEWER");
        author.listen();
        screen.say("server at " + server.url() + ", user traffic at http://" + server.edge());
        screen.say("look at it now: " + link(administrator));
        administrator.post("/api/v1/projects", Map.of("name", "safeguard"));
        Workspace workspace = new Workspace(
                Files.createDirectories(folder.resolve("safeguard")),
                server.url() + "/git/safeguard.git",
                AUTHOR,
                author.token());
        return new Story(
                screen, author, approver, workspace, root.resolve("examples/safeguard-changes"), server.edge());
    }

    private static Api account(ServerProcess server, Api administrator, String name, String role) {
        String password = password();
        administrator.post("/api/v1/users", Map.of("name", name, "password", password, "role", role));
        Api anyone = new Api(server.url(), "");
        return new Api(server.url(), token(anyone.post("/api/v1/login", Map.of("name", name, "password", password))));
    }

    private static String link(Api administrator) {
        return administrator.post("/api/v1/login-links", Map.of()).path("url").asString();
    }

    private static String token(JsonNode answer) {
        String token = answer.path("token").asString("");
        if (token.isEmpty()) {
            throw Problem.of(Problem.Kind.INTERNAL, "no-token", "the server gave no token: " + answer, null);
        }
        return token;
    }

    private static String password() {
        byte[] bytes = new byte[18];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
