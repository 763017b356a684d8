package dev.weft.runtime.saving;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.store.StoreCall;
import dev.weft.checkpoint.store.StoreLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;

/** Threads of which one runs at a time, from one call of a store to its next: which one is drawn, so a seed gives a history. */
final class Turns {
    private final List<Actor> actors = new ArrayList<>();
    private final Semaphore over = new Semaphore(0);
    private static final ThreadLocal<Actor> RUNNING = new ThreadLocal<>();

    /** What an actor does. */
    @FunctionalInterface
    interface Life {
        void run() throws StoreException;
    }

    private static final class Actor {
        final Semaphore turn = new Semaphore(0);
        final Thread thread;
        boolean ended;

        Actor(Thread thread) {
            this.thread = thread;
        }
    }

    /** Comes to its first call, and waits there. */
    void start(Life life) {
        var actor = new Actor[1];
        Thread body = Thread.ofVirtual().unstarted(() -> {
            RUNNING.set(actor[0]);
            try {
                life.run();
            } catch (StoreException interrupted) {
                // The history is over.
            } finally {
                actor[0].ended = true;
                over.release();
            }
        });
        actor[0] = new Actor(body);
        actors.add(actor[0]);
        body.start();
        over.acquireUninterruptibly();
    }

    /** One of those that wait makes its call, and comes to its next or to its end. */
    void grant(Random random) {
        List<Actor> waiting = actors.stream().filter(actor -> !actor.ended).toList();
        if (!waiting.isEmpty()) {
            waiting.get(random.nextInt(waiting.size())).turn.release();
            over.acquireUninterruptibly();
        }
    }

    void stop() throws InterruptedException {
        for (Actor actor : actors) {
            actor.thread.interrupt();
            actor.thread.join();
        }
    }

    ObjectStore gate(ObjectStore store, int number) {
        return new StoreLayer(store) {
            @Override
            protected <T> T pass(StoreCall call, Action<T> action) throws StoreException {
                Actor actor = RUNNING.get();
                if (actor == null) {
                    return action.run(); // one of several calls that an actor makes at a time: part of its turn
                }
                over.release();
                try {
                    actor.turn.acquire();
                } catch (InterruptedException e) {
                    throw StoreException.of(StoreException.Kind.INTERRUPTED, "coordinator " + number + " is over", e);
                }
                return action.run();
            }
        };
    }
}
