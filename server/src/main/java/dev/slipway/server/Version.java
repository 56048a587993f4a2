package dev.slipway.server;

/** Which Slipway this is. */
final class Version {

    private Version() {}

    /** As the jar says; {@code development} when there is no jar. */
    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
