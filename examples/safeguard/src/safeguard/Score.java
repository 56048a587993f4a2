package safeguard;

import java.time.Instant;

/** One payment that was scored. */
record Score(Instant at, double amount, String country, int score) {

    /** The value of a column of the file. */
    String column(String name) {
        return switch (name) {
            case "at" -> at.toString();
            case "amount" -> Double.toString(amount);
            case "country" -> country;
            case "risk" -> score >= Rules.REVIEW_FROM ? "high" : "low";
            case "score" -> Integer.toString(score);
            default -> "";
        };
    }
}
