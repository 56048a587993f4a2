package dev.slipway.server.ui;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.commonmark.Extension;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.Document;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * Shows what a job wrote as GitHub's Markdown. Jobs are strangers to the reader of a page: of their HTML only what formats
 * text is kept, as by the summaries of {@code @actions/core}; links lead to other sites and say so to the browser, and an
 * image is a link, so that opening the page asks nobody but this server.
 */
public final class Markdown {

    /** The renderer and the extensions go down a text by recursion. */
    private static final int DEEPEST = 64;

    /** Most characters that cost no more than a moment, whatever they are: some texts cost the square of their length. */
    private static final int LONGEST = 256 << 10;

    private static final List<Extension> EXTENSIONS = List.of(
            TablesExtension.create(),
            StrikethroughExtension.create(),
            TaskListItemsExtension.create(),
            AutolinkExtension.create());

    /** What is nested too deep is made empty before the extensions look at it. */
    private static final Parser PARSER = Parser.builder()
            .maxOpenBlockParsers(DEEPEST)
            .postProcessor(document -> isDeep(document) ? new Document() : document)
            .extensions(EXTENSIONS)
            .build();

    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();

    private static final Cleaner CLEANER = new Cleaner(new Safelist()
            .addTags("p", "br", "hr", "h3", "h4", "h5", "h6", "div", "span", "blockquote", "pre", "code", "kbd", "samp")
            .addTags(
                    "strong", "b", "em", "i", "u", "s", "del", "ins", "mark", "small", "sub", "sup", "q", "abbr",
                    "cite")
            .addTags(
                    "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
            .addTags("details", "summary", "a", "input")
            .addAttributes("ol", "start")
            .addAttributes("th", "align", "colspan", "rowspan")
            .addAttributes("td", "align", "colspan", "rowspan")
            .addAttributes("details", "open")
            .addAttributes("a", "href")
            .addProtocols("a", "href", "http", "https", "mailto")
            .addEnforcedAttribute("a", "rel", "nofollow noopener noreferrer")
            .addAttributes("input", "checked")
            .addEnforcedAttribute("input", "type", "checkbox")
            .addEnforcedAttribute("input", "disabled", "disabled"));

    private Markdown() {}

    /** HTML that may stand in a page as it is; of a text that is too long or nested too deep, the text. */
    public static String html(String text) {
        Node document = text.length() > LONGEST ? new Document() : PARSER.parse(text);
        if (document.getFirstChild() == null) {
            return "<pre>" + Entities.escape(text) + "</pre>";
        }
        org.jsoup.nodes.Document page = Jsoup.parseBodyFragment(RENDERER.render(document));
        page.select("img").forEach(Markdown::link);
        page.select("h1, h2, h3, h4, h5, h6").forEach(Markdown::lower);
        org.jsoup.nodes.Document clean = CLEANER.clean(page);
        clean.outputSettings().prettyPrint(false);
        return clean.body().html();
    }

    private static void link(Element image) {
        String words = image.attr("alt").isBlank() ? image.attr("src") : image.attr("alt");
        Element inside =
                image.closest("a") == null ? new Element("a").attr("href", image.attr("src")) : new Element("span");
        image.replaceWith(inside.text(words));
    }

    /** Below the headings of the page, which are of the first and second level. */
    private static void lower(Element heading) {
        int level = heading.normalName().charAt(1) - '0';
        heading.tagName("h" + Math.min(level + 2, 6));
    }

    private static boolean isDeep(Node document) {
        List<Node> level = List.of(document);
        for (int depth = 0; depth <= DEEPEST; depth++) {
            level = level.stream().flatMap(Markdown::children).toList();
        }
        return !level.isEmpty();
    }

    private static Stream<Node> children(Node node) {
        return Stream.iterate(node.getFirstChild(), Objects::nonNull, Node::getNext);
    }
}
