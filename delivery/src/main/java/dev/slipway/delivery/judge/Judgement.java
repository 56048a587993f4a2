package dev.slipway.delivery.judge;

import java.util.List;

/**
 * The judge's answer after some looks: the verdict, what it rests on, and one sentence that sums it up.
 *
 * @param evidence one entry for each rule of the policy, in the policy's order
 */
public record Judgement(Verdict verdict, List<Evidence> evidence, String summary) {

    public Judgement {
        evidence = List.copyOf(evidence);
    }
}
