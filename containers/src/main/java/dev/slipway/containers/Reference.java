package dev.slipway.containers;

/**
 * The name of an image, split as the engine's API wants it.
 *
 * @param name with its registry, without tag and digest
 * @param tag tag, or digest with its algorithm
 */
record Reference(String name, String tag) {

    static Reference parse(String text) {
        int digest = text.indexOf('@');
        if (digest >= 0) {
            return new Reference(text.substring(0, digest), text.substring(digest + 1));
        }
        int colon = text.lastIndexOf(':');
        return colon > text.lastIndexOf('/')
                ? new Reference(text.substring(0, colon), text.substring(colon + 1))
                : new Reference(text, "latest");
    }

    /** Where it is pulled from: the first part of a name that looks like a host, else Docker's own. */
    String registry() {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost")
                ? first
                : "https://index.docker.io/v1/";
    }
}
