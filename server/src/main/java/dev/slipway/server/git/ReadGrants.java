package dev.slipway.server.git;

/** Which projects let the jobs of others read them. It is asked anew for every reading, so what is revoked ends at once. */
@FunctionalInterface
public interface ReadGrants {

    /** Every project keeps to itself. */
    ReadGrants NONE = (_, _) -> false;

    /**
     * @param project that is to be read
     * @param reader whose job wants to read it, another than the project itself
     */
    boolean allows(String project, String reader);
}
