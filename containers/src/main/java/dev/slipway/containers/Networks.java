package dev.slipway.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The networks of an engine. */
public final class Networks {

    private final DockerClient client;

    Networks(DockerClient client) {
        this.client = client;
    }

    /** Makes a bridge; its id. */
    public String create(String name, Map<String, String> labels) {
        try {
            return client.createNetworkCmd()
                    .withName(name)
                    .withLabels(labels)
                    .exec()
                    .getId();
        } catch (RuntimeException e) {
            throw Engine.refused("the network " + name + " cannot be made", e);
        }
    }

    /**
     * How this host is on a network that {@link #create} made; IPv4 goes before IPv6. Absent where the engine names no
     * gateway. With an engine that runs without root, or on another machine, the address is none of this host.
     */
    public Optional<Bridge> bridge(String id) {
        try {
            return client.inspectNetworkCmd().withNetworkId(id).exec().getIpam().getConfig().stream()
                    .filter(part -> part.getGateway() != null && part.getSubnet() != null)
                    .map(part -> new Bridge(InetAddress.ofLiteral(part.getGateway()), Subnet.parse(part.getSubnet())))
                    .min(Comparator.comparingInt(bridge -> bridge.gateway().getAddress().length));
        } catch (RuntimeException e) {
            throw Engine.refused("the network " + id + " cannot be looked at", e);
        }
    }

    /** Those that carry all of these labels. */
    public List<Labelled> list(Map<String, String> labels) {
        return client.listNetworksCmd().withFilter("label", Labels.filters(labels)).exec().stream()
                .map(found -> new Labelled(
                        found.getId(), found.getLabels() == null ? Map.of() : Map.copyOf(found.getLabels())))
                .toList();
    }

    /** Removes it; one that is gone already is fine. */
    public void remove(String id) {
        try {
            client.removeNetworkCmd(id).exec();
        } catch (NotFoundException gone) {
            return;
        } catch (RuntimeException e) {
            throw Engine.refused("the network " + id + " cannot be removed", e);
        }
    }
}
