package dev.slipway.server.project;

/** Keeps a secret unreadable in the database. */
public interface Sealing {

    /** @param place what the secret belongs to: it opens nowhere else */
    String seal(String place, String clear);

    String open(String place, String sealed);
}
