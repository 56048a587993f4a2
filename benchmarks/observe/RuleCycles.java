import dev.slipway.kernel.Problem;
import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.rule.RuleFile;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
import dev.slipway.promql.series.Selection;
import dev.slipway.promql.series.SeriesSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What a cycle of all the rules of a folder takes. */
final class RuleCycles {

    private static final int CYCLES = 12;
    private static final long STEPS = 80;
    private static final long STEP = 15_000;

    private RuleCycles() {}

    /** Every rule once a cycle, over 10,000 series of the metrics that the rules name. */
    static void run(Path folder, Path files) throws IOException {
        List<Query> queries = queries(files);
        List<Labels> selectors = selectors(queries);
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), Scrapes.CLOCK)) {
            fill(store, selectors);
            Engine engine = new Engine(store, Limits.DEFAULT);
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                double work = Work.seconds();
                long wall = System.nanoTime();
                long answers = queries.stream().mapToLong(query -> answers(engine, query)).sum();
                System.out.printf("cycle of %d rules over %,d series of %d selectors: %.0f ms of processor, %.0f ms, %d answers%n",
                        queries.size(), Scrapes.SERIES, selectors.size(), (Work.seconds() - work) * 1000,
                        (System.nanoTime() - wall) / 1e6, answers);
            }
        }
    }

    private static List<Query> queries(Path files) throws IOException {
        List<Query> queries = new ArrayList<>();
        try (Stream<Path> found = Files.walk(files)) {
            for (Path file : found.filter(path -> path.toString().endsWith(".yml")).sorted().toList()) {
                RuleFile.read(file.toString(), Files.readString(file)).file().ifPresent(rules ->
                        rules.groups().forEach(group -> group.rules().forEach(rule -> queries.add(rule.query()))));
            }
        }
        return queries;
    }

    /** What the rules ask a store for. */
    private static List<Labels> selectors(List<Query> queries) {
        List<Labels> wanted = new ArrayList<>();
        SeriesSource noting = (start, end, matchers, hints) -> {
            wanted.add(wanted(matchers));
            return Selection.of(List.of());
        };
        Engine engine = new Engine(noting, Limits.DEFAULT);
        queries.forEach(query -> engine.instant(query, Scrapes.START, () -> false));
        return wanted.stream().filter(labels -> labels.has("__name__")).distinct().toList();
    }

    private static void fill(TimeSeriesStore store, List<Labels> selectors) throws IOException {
        Random random = new Random(1);
        for (long step = 0; step < STEPS; step++) {
            Batch batch = store.batch();
            for (int i = 0; i < Scrapes.SERIES; i++) {
                Labels labels = selectors.get(i % selectors.size())
                        .with("instance", "10.0.0." + i / selectors.size() + ":9100");
                batch.add(labels, Scrapes.START + step * STEP, step * (1 + random.nextInt(3)));
            }
            batch.commit();
        }
    }

    /** One for a rule that finds two series where it takes one: that is an answer too. */
    private static long answers(Engine engine, Query query) {
        try {
            Value value = engine.instant(query, Scrapes.START + (STEPS - 1) * STEP, () -> false).value();
            return value instanceof Value.Vector vector ? vector.samples().size() : 0;
        } catch (Problem ambiguous) {
            return 1;
        }
    }

    /** Labels that fulfil the equalities of a selector. */
    private static Labels wanted(List<Matcher> matchers) {
        Labels.Builder labels = Labels.builder();
        matchers.stream().filter(matcher -> matcher.kind() == Matcher.Kind.EQ).forEach(matcher -> labels.set(matcher.name(), matcher.value()));
        return labels.build();
    }
}
