package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Json;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Sessions;
import dev.slipway.server.account.Teams;
import dev.slipway.server.account.Tokens;
import dev.slipway.server.api.AccountAuthenticator;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.web.ErrorPage;
import dev.slipway.server.web.RawHttp;
import dev.slipway.server.web.SessionCookie;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in, over real accounts: setup, login, tokens, links, sessions. */
class AccountApiTest {

    private static final String HOST = "Host: localhost\n";
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    Path folder;

    private Home home;
    private Database database;
    private Server server;
    private String admin;

    @BeforeEach
    void open() throws IOException {
        InstantSource clock = InstantSource.system();
        home = Home.open(folder.resolve("home"));
        database = Database.open(DatabaseAddress.of(null, home.root()));
        ServerConfig config = ServerConfig.parse(List.of("--listen=127.0.0.1:0", "--home=" + home.root()), Map.of());
        Foundation foundation = Foundation.lay(config, home, database, Keyring.open(home.keys(), null), clock);
        Accounts accounts = new Accounts(database, clock);
        Sessions sessions = new Sessions(database, clock, accounts);
        Tokens tokens = new Tokens(database, clock, accounts);
        server = new Server(
                foundation,
                new AccountAuthenticator(accounts, tokens, sessions),
                ErrorPage.plain(),
                List.of(_ -> new AccountPart(accounts, new Teams(database, clock), tokens, sessions, config, clock)));
        server.start();
        String setup = accounts.offerSetup(() -> {}).orElseThrow();
        admin = token(post("/api/v1/setup", "", body("setupToken", setup, "name", "root", "password", PASSWORD)));
    }

    @AfterEach
    void close() {
        server.close();
        database.close();
        home.close();
    }

    @Test
    void account_isGivenARoleAPasswordAndAnEnd() throws IOException {
        send("POST /api/v1/users", admin, body("name", "grace", "password", PASSWORD, "role", "viewer"));
        assertThat(send("PUT /api/v1/users/grace/role", admin, body("role", "maintainer"))
                        .body())
                .contains("\"role\":\"MAINTAINER\"");
        assertThat(send("PUT /api/v1/users/grace/role", admin, body("role", "maintaner"))
                        .body())
                .contains("did you mean 'MAINTAINER'?");
        send("PUT /api/v1/users/grace/password", admin, body("password", "another long one"));
        String grace = token(post("/api/v1/login", "", body("name", "grace", "password", "another long one")));
        assertThat(send("DELETE /api/v1/users/grace", admin, "").body()).contains("\"disabled\":true");
        assertThat(send("GET /api/v1/me", grace, "").status()).isEqualTo(401);
        assertThat(send("POST /api/v1/users/grace/restore", admin, "{}").body()).contains("\"disabled\":false");
        assertThat(send("GET /api/v1/me", grace, "").status()).isEqualTo(200);
        assertThat(send("DELETE /api/v1/users/nobody", admin, "").status()).isEqualTo(404);
        assertThat(send("DELETE /api/v1/users/root", admin, "").body()).contains("last-administrator");
    }

    @Test
    void loginAgain_endsTheTokenOfTheLoginBefore() throws IOException {
        String first = token(
                post("/api/v1/login", "", body("name", "root", "password", PASSWORD, "machine", "desk.example.org")));
        assertThat(send("GET /api/v1/tokens", first, "").body())
                .contains("\"name\":\"cli on desk.example.org\"", "\"idleSeconds\":7776000", "\"expiresAt\":\"");

        String second = token(post("/api/v1/login", "", body("name", "root", "password", PASSWORD, "former", first)));

        assertThat(send("GET /api/v1/me", first, "").status()).isEqualTo(401);
        assertThat(send("GET /api/v1/me", second, "").status()).isEqualTo(200);
        assertThat(send("GET /api/v1/me", admin, "").status()).isEqualTo(200);
    }

    @Test
    void ownPassword_isChangedByWhoKnowsIt() throws IOException {
        String wrong = body("current", "not this one", "password", "another long one");
        assertThat(send("PUT /api/v1/me/password", admin, wrong).status()).isEqualTo(401);
        String right = body("current", PASSWORD, "password", "another long one");
        assertThat(send("PUT /api/v1/me/password", admin, right).status()).isEqualTo(200);
        assertThat(post("/api/v1/login", "", body("name", "root", "password", "another long one"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void variables_areSetShownAndRemoved() throws IOException {
        send("POST /api/v1/projects", admin, body("name", "shop"));
        String one = "/api/v1/projects/shop/variables/REGION";
        assertThat(send("PUT " + one, admin, body("value", "eu")).body()).contains("\"version\":1");
        send("PUT " + one, admin, body("value", "test", "environment", "staging"));
        assertThat(send("GET /api/v1/projects/shop/variables", admin, "").body())
                .contains("\"value\":\"eu\"", "\"environment\":\"staging\",\"value\":\"test\"");
        assertThat(send("DELETE /api/v1/projects/shop/variables/REGOIN", admin, "")
                        .body())
                .contains("did you mean 'REGION'?");
        assertThat(send("DELETE " + one + "?environment=staging", admin, "").status())
                .isEqualTo(204);
        assertThat(send("GET /api/v1/projects/shop/variables", admin, "").body())
                .doesNotContain("staging");
        assertThat(send("PUT /api/v1/projects/shop/variables/no-dash", admin, body("value", "x"))
                        .body())
                .contains("bad-variable-name");
    }

    @Test
    void teams_areManagedByAdministratorsAndAudited() throws IOException {
        send("POST /api/v1/users", admin, body("name", "grace", "password", PASSWORD, "role", "reviewer"));
        String grace = token(post("/api/v1/login", "", body("name", "grace", "password", PASSWORD)));
        assertThat(send("POST /api/v1/teams", admin, "{\"name\":\"ops\",\"members\":[\"root\"]}")
                        .status())
                .isEqualTo(201);
        assertThat(send("POST /api/v1/teams", grace, body("name", "mine")).status())
                .isEqualTo(403);
        assertThat(send("PUT /api/v1/teams/ops/members/grace", admin, "{}").body())
                .contains("\"members\":[\"grace\",\"root\"]");
        assertThat(send("GET /api/v1/teams", grace, "").body()).contains("\"ops\"");
        assertThat(send("PUT /api/v1/teams/ops/members/nobody", admin, "{}").body())
                .contains("no-account");
        assertThat(send("PUT /api/v1/teams/opps/members/grace", admin, "{}").body())
                .contains("no-team");
        assertThat(send("POST /api/v1/teams", admin, body("name", "two words")).body())
                .contains("bad-team-name");
        assertThat(send("POST /api/v1/teams", admin, "{\"name\":\"dev\",\"members\":[\"nobody\"]}")
                        .status())
                .isEqualTo(404);
        assertThat(send("GET /api/v1/teams", admin, "").body()).doesNotContain("dev");
        assertThat(send("DELETE /api/v1/teams/ops/members/grace", admin, "").body())
                .contains("\"members\":[\"root\"]");
        assertThat(send("DELETE /api/v1/teams/ops", admin, "").status()).isEqualTo(204);
        assertThat(get("/api/v1/audit", bearer(admin)).body())
                .contains("team.create", "put grace into the team ops", "team.leave", "team.delete");
    }

    @Test
    void limit_isRefusedOutOfItsRange() throws Exception {
        for (String limit : List.of("0", "-3", "501", "many", "99999999999")) {
            assertThat(send("GET /api/v1/audit?limit=" + limit, admin, "").body())
                    .contains("bad-number", "'" + limit + "'", "from 1 to 500");
        }
        assertThat(send("GET /api/v1/audit?limit=500", admin, "").status()).isEqualTo(200);
    }

    private static String body(String... pairs) {
        Map<String, String> fields = new java.util.TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return Json.write(fields);
    }

    /** A request of the bearer of a token. */
    private RawHttp.Answer send(String request, String token, String body) throws IOException {
        return RawHttp.send(server.port(), request + " HTTP/1.1\n" + HOST + bearer(token), body);
    }

    private RawHttp.Answer post(String path, String headers, String body) throws IOException {
        return RawHttp.send(server.port(), "POST " + path + " HTTP/1.1\n" + HOST + headers, body);
    }

    private RawHttp.Answer get(String path, String headers) throws IOException {
        return RawHttp.send(server.port(), "GET " + path + " HTTP/1.1\n" + HOST + headers, "");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\n";
    }

    private static String token(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
        return Json.mapper().readTree(answer.body()).get("token").asString();
    }

    @Test
    void setup_worksOnceAndMakesAnAdministrator() throws IOException {
        assertThat(get("/api/v1/me", bearer(admin)).body()).contains("\"root\"").contains("ADMIN");
        assertThat(post("/api/v1/setup", "", body("setupToken", "x", "name", "eve", "password", PASSWORD))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void login_givesATokenOfTheRolesScopes() throws IOException {
        assertThat(post("/api/v1/users", bearer(admin), body("name", "vic", "password", PASSWORD, "role", "viewer"))
                        .status())
                .isEqualTo(201);
        String vic = token(post("/api/v1/login", "", body("name", "vic", "password", PASSWORD)));
        assertThat(get("/api/v1/me", bearer(vic)).body()).contains("[\"read\"]");
        assertThat(get("/api/v1/users", bearer(vic)).status()).isEqualTo(403);
        assertThat(post("/api/v1/login", "", body("name", "vic", "password", "wrong"))
                        .status())
                .isEqualTo(401);
        assertThat(post("/api/v1/users", bearer(admin), body("name", "x", "password", PASSWORD, "role", "king"))
                        .body())
                .contains("bad-role");
    }

    @Test
    void loginLink_opensOneSessionThatNeedsItsFormToken() throws IOException {
        String url = Json.mapper()
                .readTree(post("/api/v1/login-links", bearer(admin), "").body())
                .get("url")
                .asString();
        String path = url.substring("http://localhost".length());
        RawHttp.Answer entered = get(path, "");
        assertThat(entered.status()).isEqualTo(303);
        String cookie = entered.headers().get("set-cookie");
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax");
        String session = "Cookie: " + cookie.substring(0, cookie.indexOf(';')) + "\n";
        assertThat(get("/api/v1/me", session).status()).isEqualTo(200);
        assertThat(get(path, "").status()).isEqualTo(404);
        assertThat(post("/logout", session, "").status()).isEqualTo(403);
        String secret = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        assertThat(post("/logout", session + "X-CSRF-Token: " + SessionCookie.tokenOf(secret) + "\n", "")
                        .status())
                .isEqualTo(303);
        assertThat(get("/api/v1/me", session).status()).isEqualTo(401);
    }

    @Test
    void formLogin_staysOnThisServerAndRefusesForeignPages() throws IOException {
        String form = "Content-Type: application/x-www-form-urlencoded\n";
        String fields = "name=root&password=" + PASSWORD.replace(" ", "+");
        assertThat(post("/login?next=%2F%2Fevil.example", form, fields).headers())
                .containsEntry("location", "/");
        assertThat(post("/login?next=%2Fprojects", form, fields).headers()).containsEntry("location", "/projects");
        assertThat(post("/login", form + "Origin: https://evil.example\n", fields)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void tokensAndSecrets_areShownOnceOrNever() throws IOException {
        RawHttp.Answer made = post("/api/v1/tokens", bearer(admin), "{\"name\":\"ci\",\"scopes\":[\"read\"]}");
        String key = token(made);
        assertThat(post("/api/v1/login-links", bearer(key), "").body()).contains("scope-missing");
        assertThat(get("/api/v1/tokens", bearer(key)).body()).contains("\"ci\"").doesNotContain(key);
        post("/api/v1/projects", bearer(admin), body("name", "shop"));
        assertThat(RawHttp.send(
                                server.port(),
                                "PUT /api/v1/projects/shop/secrets/KEY HTTP/1.1\n" + HOST + bearer(admin),
                                "{\"value\":\"hidden\"}")
                        .status())
                .isEqualTo(200);
        assertThat(get("/api/v1/projects/shop/secrets", bearer(admin)).body())
                .contains("KEY")
                .doesNotContain("hidden");
        assertThat(get("/api/v1/audit", bearer(admin)).body())
                .contains("secret.set")
                .contains("project.create");
        assertThat(get("/api/v1/audit/verify", bearer(admin)).body()).contains("\"intact\":true");
    }
}
