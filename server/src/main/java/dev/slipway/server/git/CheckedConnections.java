package dev.slipway.server.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/** Judges the host of every HTTP connection that a fetch makes, so that a redirect cannot lead where an address may not. */
final class CheckedConnections implements HttpConnectionFactory {

    private final HttpConnectionFactory connections = new JDKHttpConnectionFactory();
    private final RemotePolicy policy;

    CheckedConnections(RemotePolicy policy) {
        this.policy = policy;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        policy.check(url.getHost());
        return connections.create(url);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        policy.check(url.getHost());
        return connections.create(url, proxy);
    }
}
