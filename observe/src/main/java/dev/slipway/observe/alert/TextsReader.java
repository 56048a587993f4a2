package dev.slipway.observe.alert;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.config.Fields;
import dev.slipway.promql.template.Definitions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads texts that are templates; one that cannot be used is refused where it stands. */
record TextsReader(Definitions templates) {

    /** The texts of these keys; those of Alertmanager's default are what is usual anyway. */
    Map<String, String> single(Fields fields, String... keys) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : keys) {
            text(fields, key).ifPresent(text -> texts.put(key, text));
        }
        return texts;
    }

    /** A text that must be a template. */
    Optional<String> text(Fields fields, String key) {
        Optional<String> text = fields.text(key);
        text.ifPresent(found -> check(fields, key, found));
        return text;
    }

    void check(Fields fields, String key, String text) {
        try {
            templates.parse(text);
        } catch (Problem problem) {
            fields.refuse(key, problem.code(), problem.message(), "docs/promql.md lists functions of templates");
        }
    }

    /** A list of small mappings with these keys. */
    List<Map<String, String>> list(Fields fields, String key, String... keys) {
        List<Map<String, String>> items = new ArrayList<>();
        for (Fields item : fields.mappings(key)) {
            items.add(single(item, keys));
            item.end();
        }
        return items;
    }

    /** A mapping from any key to a template. */
    Map<String, String> mapping(Fields fields, String key) {
        Map<String, String> mapping = fields.textMap(key);
        mapping.values().forEach(text -> check(fields, key, text));
        return mapping;
    }
}
