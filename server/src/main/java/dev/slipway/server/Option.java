package dev.slipway.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be set from outside: by a flag, else by a variable of the environment. */
enum Option {
    LISTEN("address of the web UI, API and git", true),
    HOME("folder for all state", true),
    EDGE_LISTEN("address on which user traffic comes in", true),
    EDGE_TLS_LISTEN("address on which user traffic comes in over TLS", true),
    ACME_NAMES("host names to order certificates for, separated by commas", true),
    ACME_AGREE_TERMS("you agree to the terms of the certificate authority", false),
    ACME_DIRECTORY("certificate authority; Let's Encrypt unless written", true),
    ACME_EMAIL("where the certificate authority may write to", true),
    ACME_KEY_ID("account at the certificate authority to bind to, where it asks for one", true),
    ACME_KEY_FILE("file with the key of that account, in base64url", true),
    ACME_ROOTS("PEM file with the root of a certificate authority of your own", true),
    DB("postgres:// address, or path of a SQLite file", true),
    PUBLIC_URL("how browsers reach the server, when it is behind a proxy", true),
    ALLOW_HOST("more host names that the server answers to, separated by commas", true),
    MAX_PACK("largest pack of one push, such as 2g", true),
    ACTIONS_URL("where the code of actions is cloned from, with {owner} and {repository}; none for nowhere", true),
    ACTIONS_MIRROR("folder with clones of actions as owner/repository, looked at first", true),
    JOB_MEMORY("memory that all processes of one job may use, such as 4g", true),
    JOB_PROCESSES("processes and threads that one job may have at a time, such as 2000", true),
    JOB_ISOLATION("walls around each job: required, available (where the host has them) or none", true),
    JOB_UIDS("accounts that jobs run as behind walls, such as 500000-500999", true),
    CACHE_SIZE("disk that the caches of one project may take, such as 10g", true),
    ARTIFACT_DAYS("days that artifacts are kept unless a workflow says less; 90 unless written", true),
    LOGIN_DAYS("days that the token of a slipway login works without being used; 90 unless written", true),
    METRICS_RETENTION("how long metrics are kept, such as 30d", true),
    METRICS_SIZE("disk that metrics may take, such as 4g", true),
    SCRAPE_INTERVAL("time between two scrapes of instances, edge and server, such as 15s", true),
    JSON_LOGS("write the log as JSON lines", false),
    NO_CREATE_BY_PUSH("a first push does not create a project", false),
    EPHEMERAL("end the instances and the edge with the server, for a trial", false),
    ALLOW_FILE_REMOTES("projects may follow repositories on this machine's disk", false),
    ALLOW_PRIVATE_REMOTES("projects may follow repositories in private networks", false),
    ALLOW_PRIVATE_PROBES("probes of projects may ask this machine and private networks", false),
    ALLOW_COMMAND_PROBES("probes of projects may run programs on this machine", false);

    private final String meaning;
    private final boolean takesValue;

    Option(String meaning, boolean takesValue) {
        this.meaning = meaning;
        this.takesValue = takesValue;
    }

    boolean takesValue() {
        return takesValue;
    }

    String flag() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String variable() {
        return "SLIPWAY_" + name();
    }

    static Optional<Option> byFlag(String flag) {
        return Arrays.stream(values())
                .filter(option -> option.flag().equals(flag))
                .findFirst();
    }

    /** One line for each option. */
    static String usage() {
        StringBuilder text = new StringBuilder();
        for (Option option : values()) {
            text.append(String.format(
                    Locale.ROOT, "  %-24s %s (or %s)%n", option.flag(), option.meaning, option.variable()));
        }
        return text.toString();
    }
}
