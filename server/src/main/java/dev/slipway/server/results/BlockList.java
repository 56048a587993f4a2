package dev.slipway.server.results;

import dev.slipway.kernel.Problem;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the body of Azure's Put Block List: the ids of blocks in their order. */
final class BlockList {

    private static final Set<String> KINDS = Set.of("Latest", "Uncommitted", "Committed");

    private BlockList() {}

    /** @throws Problem of kind INVALID, code {@code bad-block-list} */
    static List<String> read(InputStream body) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        List<String> ids = new ArrayList<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(body);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT && KINDS.contains(xml.getLocalName())) {
                    ids.add(xml.getElementText().strip());
                }
            }
            return ids;
        } catch (XMLStreamException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-block-list",
                    "the block list is no XML that can be read",
                    "send <BlockList><Latest>id</Latest></BlockList>",
                    e);
        }
    }
}
