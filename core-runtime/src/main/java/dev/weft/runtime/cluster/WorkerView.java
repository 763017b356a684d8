package dev.weft.runtime.cluster;

import dev.weft.runtime.control.Status;
import org.apache.pekko.actor.typed.ActorRef;

/** A process as its last status showed it. */
record WorkerView(ActorRef<Object> actor, Status status, long seenNanos) {}
