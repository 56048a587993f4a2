package safeguard;

import java.io.IOException;

/**
 * Changes scores.db: {@code expand} before a new release starts, {@code contract} when the old one is gone for good.
 * Both may run again at any time.
 */
final class Migrate {

    private Migrate() {}

    public static void main(String[] arguments) throws IOException {
        ScoreFile file = new ScoreFile(Safeguard.dataFolder());
        String step = arguments.length == 1 ? arguments[0] : "";
        Schema schema =
                switch (step) {
                    case "expand" -> file.expand();
                    case "contract" -> file.contract();
                    default -> throw new IllegalArgumentException("usage: Migrate expand|contract");
                };
        System.out.println("scores.db is at version " + schema.version() + ": " + String.join(", ", schema.columns()));
    }
}
