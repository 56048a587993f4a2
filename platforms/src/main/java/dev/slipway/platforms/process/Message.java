package dev.slipway.platforms.process;

import java.util.OptionalInt;

/** What reaches the supervisor of an instance. {@code life} counts its processes: messages of earlier ones are void. */
sealed interface Message {

    /** The first message: start it, or find it again. */
    record Begin() implements Message {}

    record Stop() implements Message {}

    record Ended(int life, OptionalInt exitCode) implements Message {}

    record AskHealth(int life) implements Message {}

    record Answered(int life, HealthAnswer answer) implements Message {}

    record Deadline(int life) implements Message {}

    record PauseOver(int life) implements Message {}

    /** The platform closes; the instance stays. */
    record Leave() implements Message {}
}
