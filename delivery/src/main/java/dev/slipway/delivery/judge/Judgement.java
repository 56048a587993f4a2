package dev.slipway.delivery.judge;

import java.util.List;
import java.util.stream.Stream;

/**
 * The judge's answer after some looks: the verdict, what it rests on, and one sentence that sums it up.
 *
 * @param evidence one entry for each rule of the policy, in the policy's order
 */
public record Judgement(Verdict verdict, List<Evidence> evidence, String summary) {

    public Judgement {
        evidence = List.copyOf(evidence);
    }

    /** The judgement on this and on metrics together; without metrics it is this one. */
    public Judgement and(List<Evidence> metrics) {
        if (metrics.isEmpty()) {
            return this;
        }
        Verdict theirs =
                metrics.stream().map(Evidence::verdict).reduce(Verdict::and).orElseThrow();
        Verdict both = evidence.isEmpty() ? theirs : verdict.and(theirs);
        String sentences = String.join(
                ". ",
                metrics.stream()
                        .filter(metric -> metric.verdict() == theirs)
                        .map(Evidence::sentence)
                        .toList());
        List<Evidence> all = Stream.concat(evidence.stream(), metrics.stream()).toList();
        return new Judgement(both, all, words(both, theirs, sentences + "."));
    }

    /** Whoever says what is decided says why; nothing speaks for a release that another one speaks against. */
    private String words(Verdict both, Verdict theirs, String sentences) {
        if (evidence.isEmpty() || verdict != both) {
            return sentences;
        }
        return theirs == both ? summary + " " + sentences : summary;
    }
}
