package dev.slipway.observe.alert;

import dev.slipway.promql.template.Definitions;
import dev.slipway.promql.template.Surroundings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of one notice to one integration.
 *
 * @param at the time of telling
 */
record Words(Notice notice, Integration.Texts texts, Definitions templates, Instant at) {

    private Surroundings surroundings() {
        return new Surroundings(at.toEpochMilli(), notice.externalURL(), _ -> List.of());
    }

    /** @throws dev.slipway.kernel.Problem INVALID when the template fails */
    String expand(String template) {
        return templates.parse(template).expand(notice.data(), Map.of(), surroundings());
    }

    String expandHtml(String template) {
        return templates.parse(template).expandHtml(notice.data(), Map.of(), surroundings());
    }

    boolean has(String key) {
        return texts.single().containsKey(key);
    }

    String text(String key, String usual) {
        String template = texts.single().get(key);
        return template == null ? usual : expand(template);
    }

    /** Adds those of the keys that the configuration has, under their names in the service's words. */
    void add(Map<String, Object> body, Map<String, String> keys) {
        keys.forEach((key, name) -> {
            if (has(key)) {
                body.put(name, text(key, ""));
            }
        });
    }

    boolean flag(String key) {
        return text(key, "false").equals("true");
    }

    List<Map<String, String>> list(String key) {
        return texts.lists().getOrDefault(key, List.of()).stream()
                .map(item -> {
                    Map<String, String> expanded = new LinkedHashMap<>();
                    item.forEach((name, template) -> expanded.put(name, expand(template)));
                    return expanded;
                })
                .toList();
    }

    /** The mapping that a key holds, with what is usual for keys that it has not. */
    Map<String, String> mapping(String key, Map<String, String> usual) {
        Map<String, String> all = new LinkedHashMap<>(usual);
        list(key).forEach(all::putAll);
        return all;
    }
}
