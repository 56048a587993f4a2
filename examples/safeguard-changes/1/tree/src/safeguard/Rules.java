package safeguard;

/** How suspicious a payment is: a number from 0 to 100, and what to do about it. */
final class Rules {

    /** Payments from here on are looked at by a person. */
    static final int REVIEW_FROM = 55;

    /** Payments from here on are declined. */
    static final int DECLINE_FROM = 85;

    private Rules() {}

    static int score(double amount, String country) {
        int byAmount = (int) Math.min(60, Math.log10(1 + amount) * 15);
        return Math.min(100, byAmount + Countries.risk(country));
    }

    static String decision(int score) {
        if (score >= DECLINE_FROM) {
            return "decline";
        }
        return score >= REVIEW_FROM ? "review" : "allow";
    }
}
