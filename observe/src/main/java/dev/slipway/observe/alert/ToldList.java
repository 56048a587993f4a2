package dev.slipway.observe.alert;

import dev.slipway.promql.template.FieldSource;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;

/** The alerts of a notice in templates: a list with the fields {@code Firing} and {@code Resolved}. */
final class ToldList extends AbstractList<Object> implements FieldSource {

    private final List<Notice.Told> alerts;

    ToldList(List<Notice.Told> alerts) {
        this.alerts = alerts;
    }

    @Override
    public Object get(int index) {
        return alerts.get(index).data();
    }

    @Override
    public int size() {
        return alerts.size();
    }

    @Override
    public Optional<Object> field(String name) {
        return switch (name) {
            case "Firing" ->
                Optional.of(
                        new ToldList(alerts.stream().filter(Notice.Told::fires).toList()));
            case "Resolved" ->
                Optional.of(new ToldList(
                        alerts.stream().filter(alert -> !alert.fires()).toList()));
            default -> Optional.empty();
        };
    }
}
