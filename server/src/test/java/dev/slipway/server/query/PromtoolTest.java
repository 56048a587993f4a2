package dev.slipway.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.series.Labels;
import dev.slipway.testkit.SettableClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's promtool asks Slipway as it would ask Prometheus. */
class PromtoolTest {

    @TempDir
    Path folder;

    @Test
    void promtool_queriesSeriesAndLabels() throws Exception {
        Tool promtool = Tool.installed("promtool");
        try (QueryHouse house = new QueryHouse(folder, SettableClock.at(QueryHouse.START.plusSeconds(600)))) {
            TimeSeriesStore store = house.begin();
            QueryHouse.fill(store, Labels.of("__name__", "hits_total", "code", "200"), s -> s * 2);
            String url = house.url().replace("http://", "http://ada:reader@");
            String start = QueryHouse.START.toString();
            String now = QueryHouse.START.plusSeconds(600).toString();
            String end = QueryHouse.START.plusSeconds(60).toString();

            assertThat(promtool.run("query", "instant", "--time=" + now, url, "rate(hits_total[5m])"))
                    .startsWith("{code=\"200\"} => 2 @[");
            assertThat(promtool.run(
                            "query", "range", "--start=" + start, "--end=" + end, "--step=30s", url, "hits_total"))
                    .contains("hits_total{code=\"200\"} =>", "\n0 @[", "\n120 @[");
            assertThat(promtool.run("query", "series", "--match=hits_total", "--start=" + start, "--end=" + end, url))
                    .contains("__name__=\"hits_total\"");
            assertThat(promtool.run("query", "labels", "--start=" + start, "--end=" + end, url, "code"))
                    .contains("200");
        }
    }
}
