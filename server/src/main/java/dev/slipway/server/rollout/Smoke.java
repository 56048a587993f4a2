package dev.slipway.server.rollout;

import dev.slipway.delivery.config.EnvironmentConfig.SmokeTest;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.kernel.net.BriefAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks instances, on their own addresses and before they get traffic, whether they do what they are for. */
final class Smoke {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int READ = 1 << 20;
    private static final int SHOWN = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /** Every test on every instance that it concerns; returns what failed, in words. */
    List<String> run(List<SmokeTest> tests, List<InstanceStatus> instances) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (SmokeTest test : tests) {
            for (InstanceStatus instance : instances) {
                boolean concerned =
                        test.service().map(instance.service()::equals).orElse(true);
                if (concerned) {
                    failure(test, instance).ifPresent(text -> failures.add(instance.name() + ": " + text));
                }
            }
        }
        return failures;
    }

    private Optional<String> failure(SmokeTest test, InstanceStatus instance) throws InterruptedException {
        return instance.address().isPresent()
                ? failure(test, instance.address().get())
                : Optional.of("it has no address where " + test.path() + " could be asked for");
    }

    private Optional<String> failure(SmokeTest test, String address) throws InterruptedException {
        String what = test.method() + " " + test.path();
        try {
            BriefAnswer response = BriefAnswer.of(http, request(test, address), READ, TIMEOUT);
            if (response.status() != test.status()) {
                return Optional.of(what + " answered " + response.status() + " instead of " + test.status() + ": "
                        + brief(response.text()));
            }
            return test.bodyContains()
                    .filter(text -> !response.text().contains(text))
                    .map(text -> what + " answered without '" + text + "': " + brief(response.text()));
        } catch (IOException e) {
            return Optional.of(what + " was not answered: " + e);
        }
    }

    private static HttpRequest request(SmokeTest test, String address) {
        HttpRequest.BodyPublisher body =
                test.body().map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody);
        return HttpRequest.newBuilder(URI.create("http://" + address + test.path()))
                .timeout(TIMEOUT)
                .method(test.method(), body)
                .build();
    }

    private static String brief(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }
}
