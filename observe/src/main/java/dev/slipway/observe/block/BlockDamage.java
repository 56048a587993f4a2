package dev.slipway.observe.block;

/** What of a block could not be used. */
public sealed interface BlockDamage {

    /** In a person's words. */
    String describe();

    /** The block cannot be opened; its folder was put aside under another name. */
    record Unusable(String block, String reason, String putAside) implements BlockDamage {
        @Override
        public String describe() {
            return "block " + block + " cannot be used (" + reason + ") and was put aside as " + putAside;
        }
    }

    /** One chunk's checksum does not hold: its samples are missing from answers. */
    record BadChunk(String block, long offset, long minTime, long maxTime) implements BlockDamage {
        @Override
        public String describe() {
            return "block " + block + ": the chunk at " + offset + " is damaged, its samples are missing";
        }
    }
}
