package dev.slipway.delivery.report;

import dev.slipway.kernel.Problem;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the elements of an XML report. Reports come from builds, which run other people's code: no entity is resolved
 * and no document type is fetched or read, so that a report can neither read files nor blow up ({@code XXE}, OWASP).
 */
final class XmlReport {

    private XmlReport() {}

    /**
     * An element's start.
     *
     * @param depth 0 for the root
     */
    record Element(String name, int depth, Map<String, String> attributes) {

        Optional<String> attribute(String name) {
            return Optional.ofNullable(attributes.get(name));
        }

        /** An attribute that counts something; absent where it is missing or no whole number. */
        Optional<Long> number(String name) {
            return attribute(name).filter(text -> text.matches("[0-9]{1,15}")).map(Long::valueOf);
        }
    }

    /**
     * All elements in their order.
     *
     * @param roots names of which the root must have one
     * @throws Problem code {@code bad-report}
     */
    static List<Element> read(ReportFile file, String... roots) {
        List<Element> elements = new ArrayList<>();
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(file.text()));
            int depth = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> elements.add(element(reader, depth++));
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-report",
                    file.path() + place(e) + " is no sound XML: " + cause(e),
                    "check which file the workflow uploads",
                    e);
        }
        if (elements.isEmpty() || !List.of(roots).contains(elements.getFirst().name())) {
            throw ReportReader.broken(file, "it does not begin with <" + String.join("> or <", roots) + ">");
        }
        return elements;
    }

    private static String place(XMLStreamException e) {
        return e.getLocation() == null
                ? ""
                : ":" + e.getLocation().getLineNumber() + ":" + e.getLocation().getColumnNumber();
    }

    /** The JDK's parser writes the place once more, on a line of its own before the message. */
    private static String cause(XMLStreamException e) {
        String text = String.valueOf(e.getMessage());
        return text.substring(text.indexOf('\n') + 1).replaceFirst("^Message: ", "");
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    private static Element element(XMLStreamReader reader, int depth) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return new Element(reader.getLocalName(), depth, Map.copyOf(attributes));
    }
}
