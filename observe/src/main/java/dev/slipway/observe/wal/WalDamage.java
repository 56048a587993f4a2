package dev.slipway.observe.wal;

/** What could not be read from the log. */
public sealed interface WalDamage {

    /** In a person's words. */
    String describe();

    /**
     * The last segment ends within a frame, as after a crash while writing. It was cut off there; nothing in it had been
     * acknowledged.
     */
    record TornTail(long segment, long offset, long bytes) implements WalDamage {
        @Override
        public String describe() {
            return "segment " + segment + " was cut off at byte " + offset + ": " + bytes
                    + " bytes of an unfinished write";
        }
    }

    /** Bytes that are no frame: their checksum does not hold. */
    record Corrupt(String file, long offset, long bytes) implements WalDamage {
        @Override
        public String describe() {
            return file + ": " + bytes + " damaged bytes at " + offset + " were left out";
        }
    }

    /** A segment between two others is not there. */
    record Missing(long segment) implements WalDamage {
        @Override
        public String describe() {
            return "segment " + segment + " is missing";
        }
    }

    /** A whole frame that says something this version does not understand. */
    record NotUnderstood(String file, long offset, int kind) implements WalDamage {
        @Override
        public String describe() {
            return file + ": the record at " + offset + " (kind " + kind + ") was not understood";
        }
    }
}
