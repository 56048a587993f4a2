package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts, tokens, secrets and variables. */
class AccountCommandsTest extends AgainstServer {

    private ApiServer.Asked asked() {
        return server.asked().getLast();
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "users list"})
    void users_areATable(String command) {
        server.on("GET /api/v1/users", """
                [{"name":"ada","role":"ADMIN","createdAt":"2026-11-18T11:00:00Z","disabled":false},
                 {"name":"eve","role":"VIEWER","createdAt":"2026-11-18T11:00:00Z","disabled":true}]""");

        assertThat(slipway().run(command.split(" ")).out()).isEqualTo("""
                NAME  ROLE    STATE   SINCE
                ada   ADMIN   open    3d
                eve   VIEWER  closed  3d
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"teams", "teams list"})
    void teams_areATable(String command) {
        server.on("GET /api/v1/teams", """
                [{"name":"empty","members":[],"createdAt":"2026-11-18T11:00:00Z"},
                 {"name":"ops","members":["ada","eve"],"createdAt":"2026-11-18T11:00:00Z"}]""");

        assertThat(slipway().run(command.split(" ")).out()).isEqualTo("""
                TEAM   MEMBERS   SINCE
                empty  -         3d
                ops    ada, eve  3d
                """);
    }

    @Test
    void teamChanges_areRequests() {
        server.on("POST /api/v1/teams", "{\"name\":\"ops\",\"members\":[\"ada\"]}")
                .on("PUT /api/v1/teams/ops/members/eve", "{}")
                .on("DELETE /api/v1/teams/ops/members/eve", "{}")
                .on("DELETE /api/v1/teams/ops", "");

        assertThat(slipway().run("teams", "add", "ops", "ada").out()).isEqualTo("The team ops is made, of ada.\n");
        assertThat(asked().body()).contains("\"members\":[\"ada\"]", "\"name\":\"ops\"");
        assertThat(slipway().run("teams", "join", "ops", "eve").out()).isEqualTo("eve is in ops now.\n");
        assertThat(slipway().run("teams", "leave", "ops", "eve").out()).isEqualTo("eve is not in ops any more.\n");
        assertThat(slipway().run("teams", "remove", "ops").out()).startsWith("The team ops is gone");
        assertThat(slipway().run("teams", "join", "ops").code()).isEqualTo(64);
    }

    @Test
    void userAdd_takesThePasswordFromStandardInput() {
        server.on("POST /api/v1/users", "{\"name\":\"grace\",\"role\":\"REVIEWER\"}");

        CommandRun.Result result =
                slipway().input("a long password\n").run("users", "add", "grace", "--role", "reviewer");

        assertThat(result.out()).isEqualTo("grace is REVIEWER now.\n");
        assertThat(asked().body()).contains("\"password\":\"a long password\"", "\"role\":\"reviewer\"");
    }

    @Test
    void passwordsOfOthers_arePipedInAsAtLogin() {
        server.on("POST /api/v1/users", "{\"name\":\"grace\",\"role\":\"VIEWER\"}")
                .on("PUT /api/v1/users/grace/password", "{}");

        assertThat(slipway()
                        .input("a long password\n")
                        .run("users", "add", "grace", "--password-stdin")
                        .code())
                .isZero();
        assertThat(asked().body()).contains("\"password\":\"a long password\"");
        assertThat(slipway()
                        .input("another password\n")
                        .run("users", "password", "grace", "--password-stdin")
                        .code())
                .isZero();
        assertThat(asked().body()).contains("\"password\":\"another password\"");
        assertThat(slipway()
                        .input("")
                        .run("users", "add", "grace", "--password-stdin")
                        .err())
                .contains("nothing was entered");
    }

    @Test
    void userChanges_areOneRequestEach() {
        server.on("DELETE /api/v1/users/grace", "{}")
                .on("POST /api/v1/users/grace/restore", "{\"role\":\"VIEWER\"}")
                .on("PUT /api/v1/users/grace/role", "{\"role\":\"ADMIN\"}")
                .on("PUT /api/v1/users/grace/password", "{}");

        assertThat(slipway().run("users", "remove", "grace").out()).contains("is closed");
        assertThat(slipway().run("users", "restore", "grace").out()).contains("open again, as VIEWER");
        assertThat(slipway().run("users", "role", "grace", "admin").out()).isEqualTo("grace is ADMIN now.\n");
        assertThat(slipway().columns(80).run("users", "password", "grace").code())
                .isZero();
        assertThat(asked().body()).isEqualTo("{\"password\":\"typed\"}");
    }

    @Test
    void ownPassword_isTwoLinesOfInput() {
        server.on("PUT /api/v1/me/password", "{}");

        assertThat(slipway().input("the old one\nthe new one\n").run("password").code())
                .isZero();
        assertThat(asked().body()).contains("\"current\":\"the old one\"", "\"password\":\"the new one\"");
    }

    @Test
    void tokenCreate_printsTheKeyAlone() {
        server.on("POST /api/v1/tokens", "{\"token\":\"slp_key\",\"details\":{\"id\":\"tok-1\"}}");

        CommandRun.Result result =
                slipway().run("tokens", "create", "ci", "--scopes", "read,push", "--only", "shop", "--days", "2");

        assertThat(result.out()).isEqualTo("slp_key\n");
        assertThat(result.err()).contains("not shown again", "slipway tokens revoke tok-1");
        assertThat(asked().body())
                .isEqualTo(
                        "{\"name\":\"ci\",\"scopes\":[\"read\",\"push\"],\"project\":\"shop\",\"lifeSeconds\":172800}");
    }

    @Test
    void tokens_areListedAndRevoked() {
        server.on("GET /api/v1/tokens", """
                [{"id":"tok-1","name":"ci","scopes":["read","push"],"project":"shop","createdAt":"2026-11-18T11:00:00Z"}]""");
        server.on("DELETE /api/v1/tokens/tok-1", "");

        assertThat(slipway().run("tokens", "list").out()).contains("tok-1  ci    read, push  shop     3d       -");
        assertThat(slipway().run("tokens", "revoke", "tok-1").out()).isEqualTo("The token tok-1 is revoked.\n");
    }

    @Test
    void secretSet_readsTheValueWithoutTheLastLineBreak() {
        server.on("PUT /api/v1/projects/shop/secrets/DB_URL", "{\"name\":\"DB_URL\",\"version\":3}");

        CommandRun.Result result =
                slipway().input("line one\nline two\n").run("secrets", "set", "DB_URL", "--env", "staging");

        assertThat(result.out()).isEqualTo("Set DB_URL for staging, version 3.\n");
        assertThat(asked().body()).isEqualTo("{\"value\":\"line one\\nline two\",\"environment\":\"staging\"}");
    }

    @Test
    void secretSet_onATerminal_asksUnseen() {
        server.on("PUT /api/v1/projects/shop/secrets/DB_URL", "{\"version\":1}");

        assertThat(slipway().columns(80).run("secrets", "set", "DB_URL").code()).isZero();
        assertThat(asked().body()).isEqualTo("{\"value\":\"typed\"}");
    }

    @Test
    void secretValue_onTheCommandLine_isRefused() {
        assertThat(slipway().run("secrets", "set", "DB_URL", "s3cret").code()).isEqualTo(64);
        assertThat(slipway().run("secrets", "set", "DB_URL").code())
                .as("and so is none at all")
                .isEqualTo(65);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void variables_showTheirValues() {
        server.on("GET /api/v1/projects/shop/variables", """
                [{"name":"REGION","environment":"staging","version":2,"updatedAt":"2026-11-18T11:00:00Z",
                  "updatedBy":"ada","value":"eu"}]""");
        server.on("DELETE /api/v1/projects/shop/variables/REGION?environment=staging", "");

        assertThat(slipway().run("variables").out()).isEqualTo("""
                NAME    ENVIRONMENT  VERSION  SET  BY   VALUE
                REGION  staging      2        3d   ada  eu
                """);
        assertThat(slipway()
                        .run("variables", "remove", "REGION", "--env", "staging")
                        .out())
                .isEqualTo("Removed REGION of staging.\n");
    }

    @Test
    void open_printsTheLinkAlone() {
        server.on("POST /api/v1/login-links", "{\"url\":\"http://127.0.0.1:1/login/link/x\"}");

        assertThat(slipway().run("open").out()).isEqualTo("http://127.0.0.1:1/login/link/x\n");
    }
}
