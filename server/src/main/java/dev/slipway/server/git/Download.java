package dev.slipway.server.git;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;

/**
 * Fetches from a remote whose address has been judged.
 *
 * @param policy that also each connection is judged by
 * @param specs what goes where
 * @param removes whether what the remote has no more is removed
 */
record Download(RemotePolicy policy, List<RefSpec> specs, boolean removes) {

    private static final int TIMEOUT_SECONDS = 60;

    void into(Repository repository, RemoteAddress from) throws IOException {
        try (Transport transport = Transport.open(repository, from.uri())) {
            if (transport instanceof TransportHttp http) {
                http.setHttpConnectionFactory(new CheckedConnections(policy));
            }
            transport.setTimeout(TIMEOUT_SECONDS);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setRemoveDeletedRefs(removes);
            transport.setCheckFetchedObjects(true);
            transport.fetch(NullProgressMonitor.INSTANCE, specs);
        }
    }
}
