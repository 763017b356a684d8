package dev.weft.collectives.flight;

import java.util.Optional;

/** Where a rank was when it was dumped. */
sealed interface Standing {

    /** It stands in a call, or stood in it until that threw. */
    record InCall(FlightEvent call) implements Standing {}

    /** Its program runs between two calls. */
    record Outside(Optional<FlightEvent> last) implements Standing {}

    /** Its program has ended, of which no call is the cause. */
    record Ended(Optional<FlightEvent> last) implements Standing {}

    /** Nothing is known of it. */
    record NoDump() implements Standing {}
}
