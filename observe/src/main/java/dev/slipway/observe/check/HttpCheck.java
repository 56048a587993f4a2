package dev.slipway.observe.check;

import dev.slipway.observe.probe.Answer;
import dev.slipway.observe.probe.Check;
import dev.slipway.observe.probe.Fact;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;

/** Requests over HTTP. Every check opens a connection of its own: a kept one would hide that no new one can be had. */
final class HttpCheck implements AutoCloseable {

    private static final int LARGEST_BODY = 1 << 20;
    private static final int MOST_REDIRECTS = 10;
    private static final int MOST_AT_ONCE = 10_000;

    private final CloseableHttpClient verifying;
    private final CloseableHttpClient believing;

    HttpCheck(Doors doors, Trust trust) {
        this.verifying = client(doors, new DefaultClientTlsStrategy(trust.verifying()));
        this.believing = client(doors, new DefaultClientTlsStrategy(trust.believing(), NoopHostnameVerifier.INSTANCE));
    }

    private static CloseableHttpClient client(Doors doors, DefaultClientTlsStrategy tls) {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Judged(doors))
                .setTlsSocketStrategy(tls)
                .setMaxConnTotal(MOST_AT_ONCE)
                .setMaxConnPerRoute(MOST_AT_ONCE)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((_, _, _) -> false)
                .setUserAgent("Slipway")
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /** The response is cut off after what is read of it: closing it in order would read a stream without end. */
    Answer ask(Check.Http check, Duration timeout) throws IOException {
        HttpUriRequestBase request = request(check, Timeout.of(timeout));
        HttpClientContext context = HttpClientContext.create();
        CloseableHttpClient client = check.verifies() ? verifying : believing;
        ClassicHttpResponse response = client.executeOpen(HttpHost.create(check.url()), request, context);
        try {
            return answer(response, context);
        } finally {
            request.cancel();
            Closer.closeQuietly(response);
        }
    }

    private static HttpUriRequestBase request(Check.Http check, Timeout limit) {
        HttpUriRequestBase request = new HttpUriRequestBase(check.method(), check.url());
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(limit)
                .setConnectionRequestTimeout(limit)
                .setRedirectsEnabled(check.follows())
                .setMaxRedirects(MOST_REDIRECTS)
                .build());
        check.headers().forEach(request::setHeader);
        if (!check.body().isEmpty()) {
            String type = check.headers().getOrDefault("Content-Type", "text/plain");
            request.setEntity(new StringEntity(check.body(), ContentType.parseLenient(type), "UTF-8", false));
        }
        return request;
    }

    private static Answer answer(ClassicHttpResponse response, HttpClientContext context) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.merge(header.getName().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + ", " + b);
        }
        Answer answer = Answer.connected()
                .with(Fact.STATUS, Integer.toString(response.getCode()))
                .withHeaders(headers)
                .withCertificateEnd(Trust.end(context.getSSLSession()));
        HttpEntity entity = response.getEntity();
        return entity == null ? answer.with(Fact.BODY, "") : withBody(answer, entity);
    }

    private static Answer withBody(Answer answer, HttpEntity entity) throws IOException {
        byte[] body = entity.getContent().readNBytes(LARGEST_BODY + 1);
        return body.length > LARGEST_BODY ? answer : answer.with(Fact.BODY, new String(body, charset(entity)));
    }

    private static Charset charset(HttpEntity entity) {
        try {
            return Optional.ofNullable(ContentType.parseLenient(entity.getContentType()))
                    .map(ContentType::getCharset)
                    .orElse(StandardCharsets.UTF_8);
        } catch (UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    @Override
    public void close() throws IOException {
        verifying.close();
        believing.close();
    }

    private record Judged(Doors doors) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return doors.resolve(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
