package dev.slipway.observe.check;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.net.BriefAnswer;
import java.io.IOException;
import java.net.IDN;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * When domains end, as their registries say by RDAP (RFC 9082, RFC 9083). Which registry to ask stands in IANA's list
 * (RFC 9224). Which part of a host is the domain that was registered only the registry knows: names are asked for from
 * the host itself upwards, until one is known there. Registries ask to be left in peace: what is known is kept for half a
 * day, and what could not be had is asked for again after a quarter of an hour; a registry that is away changes nothing
 * about an end that is known.
 */
public final class Domains implements AutoCloseable {

    /** The list of registries. */
    public static final URI IANA = URI.create("https://data.iana.org/rdap/dns.json");

    private static final Duration FRESH = Duration.ofHours(12);
    private static final Duration PAUSE = Duration.ofMinutes(15);
    private static final Duration LIST_FRESH = Duration.ofDays(1);
    private static final int LARGEST = 2 << 20;
    private static final int MOST_NAMES = 4;
    private static final int NOT_FOUND = 404;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?");

    private final URI list;
    private final InstantSource clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Map<String, Domain> domains = new ConcurrentHashMap<>();
    private Map<String, URI> registries = Map.of();
    private Instant listed = Instant.MIN;

    /** @param list of registries, mostly {@link #IANA} */
    public Domains(URI list, InstantSource clock) {
        this.list = list;
        this.clock = clock;
    }

    /**
     * When the domain of a host ends.
     *
     * @param patience for each of the questions that it takes
     * @throws IOException when nobody says
     */
    public Instant end(String host, Duration patience) throws IOException, InterruptedException {
        return domains.computeIfAbsent(ascii(host), Domain::new).end(patience);
    }

    private static String ascii(String host) throws IOException {
        String name;
        try {
            name = IDN.toASCII(host.endsWith(".") ? host.substring(0, host.length() - 1) : host)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + host + "' is no name of the DNS", e);
        }
        List<String> labels = List.of(name.split("\\.", -1));
        boolean named = labels.size() > 1
                && labels.stream().allMatch(label -> LABEL.matcher(label).matches())
                && !labels.getLast().matches("\\d+");
        if (!named) {
            throw new IOException("'" + host + "' belongs to no domain that could end");
        }
        return name;
    }

    /** The registry of a name: that of the longest ending which is in the list (RFC 9224, section 4). */
    private synchronized URI registry(String name, Duration patience) throws IOException, InterruptedException {
        if (listed.plus(LIST_FRESH).isBefore(clock.instant())) {
            registries = read(asked(list, patience).text());
            listed = clock.instant();
        }
        for (String ending = name; !ending.isEmpty(); ending = parent(ending)) {
            URI found = registries.get(ending);
            if (found != null) {
                return found;
            }
        }
        throw new IOException("no registry is known that would tell of " + name + " by RDAP");
    }

    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    private static Map<String, URI> read(String text) throws IOException {
        Map<String, URI> registries = new HashMap<>();
        for (JsonNode service : tree(text).path("services")) {
            String base = service.path(1)
                    .valueStream()
                    .map(JsonNode::asString)
                    .reduce((first, second) -> first.startsWith("https:") ? first : second)
                    .orElse("");
            service.path(0).forEach(ending -> registries.put(ending.asString(), URI.create(base)));
        }
        return Map.copyOf(registries);
    }

    private static JsonNode tree(String text) throws IOException {
        try {
            return Json.mapper().readTree(text);
        } catch (JacksonException e) {
            throw new IOException("this is no answer of RDAP: " + e.getOriginalMessage(), e);
        }
    }

    private Instant lookUp(String name, Duration patience) throws IOException, InterruptedException {
        URI registry = registry(name, patience);
        String base = registry.toString().endsWith("/") ? registry.toString() : registry + "/";
        for (String candidate : candidates(name)) {
            BriefAnswer answer = asked(URI.create(base + "domain/" + candidate), patience);
            Optional<Instant> end = answer.status() == NOT_FOUND ? Optional.empty() : end(answer.text());
            if (end.isPresent()) {
                return end.get();
            }
        }
        throw new IOException("the registry at " + registry.getHost() + " does not say when " + name + " ends");
    }

    /** The host and what it lies in, down to two labels. */
    private static List<String> candidates(String name) {
        List<String> names = new ArrayList<>();
        for (String each = name; each.indexOf('.') >= 0; each = parent(each)) {
            names.add(each);
        }
        return names.subList(Math.max(0, names.size() - MOST_NAMES), names.size());
    }

    private BriefAnswer asked(URI uri, Duration patience) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(patience)
                .header("Accept", "application/rdap+json, application/json")
                .header("User-Agent", "Slipway")
                .build();
        BriefAnswer answer = BriefAnswer.of(client, request, LARGEST, patience);
        if (answer.status() / 100 != 2 && answer.status() != NOT_FOUND) {
            throw new IOException(uri.getHost() + " answered " + answer.status());
        } else if (!answer.whole()) {
            throw new IOException("the answer of " + uri.getHost() + " is too large");
        }
        return answer;
    }

    private static Optional<Instant> end(String text) throws IOException {
        for (JsonNode event : tree(text).path("events")) {
            if (event.path("eventAction").asString("").equals("expiration")) {
                return Optional.of(date(event.path("eventDate").asString("")));
            }
        }
        return Optional.empty();
    }

    private static Instant date(String text) throws IOException {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IOException("'" + text + "' is no time of RDAP", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    /** What is known of one host; asked for once, however many probes want to know. */
    private final class Domain {

        private final String name;
        private @Nullable Instant end;
        private Instant due = Instant.MIN;
        private String trouble = "";

        Domain(String name) {
            this.name = name;
        }

        synchronized Instant end(Duration patience) throws IOException, InterruptedException {
            if (!clock.instant().isBefore(due)) {
                ask(patience);
            }
            Instant known = end;
            if (known == null) {
                throw new IOException(trouble);
            }
            return known;
        }

        private void ask(Duration patience) throws InterruptedException {
            try {
                end = lookUp(name, patience);
                due = clock.instant().plus(FRESH);
            } catch (IOException | IllegalArgumentException e) {
                trouble = "when the domain of " + name + " ends is not known: " + e.getMessage();
                due = clock.instant().plus(PAUSE);
            }
        }
    }
}
