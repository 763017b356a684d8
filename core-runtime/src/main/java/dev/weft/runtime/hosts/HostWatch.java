package dev.weft.runtime.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Holds the {@link HostLife} of each of a job's hosts, and does what they ask for. Any thread may tell of events. */
final class HostWatch implements AutoCloseable {
    private static final long TICK_MILLIS = 250;

    /** What is done for a host, by its number. */
    interface Hands {
        void lose(int host, String why);

        void drain(int host);

        void cut(int host);
    }

    private final List<String> names;
    private final Consumer<HostChange> whenChanged;
    private final Hands hands;
    private final List<HostLife> lives = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("weft-hosts").factory());
    private volatile boolean closed;

    HostWatch(List<String> names, Consumer<HostChange> whenChanged, Hands hands) {
        this.names = List.copyOf(names);
        this.whenChanged = whenChanged;
        this.hands = hands;
        names.forEach(_ -> lives.add(new HostLife(System.nanoTime())));
        if (!names.isEmpty()) {
            var _ = clock.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        for (int host = 0; host < lives.size(); host++) {
            on(host, new HostEvent.Tick());
        }
    }

    void on(int host, HostEvent event) {
        HostLife life = lives.get(host);
        List<HostEffect> effects;
        synchronized (life) {
            effects = life.on(event, System.nanoTime());
        }
        if (!closed) {
            effects.forEach(effect -> perform(host, effect));
        }
    }

    private void perform(int host, HostEffect effect) {
        switch (effect) {
            case HostEffect.Became(HostState state, String evidence) ->
                whenChanged.accept(new HostChange(names.get(host), state, evidence));
            case HostEffect.Lose(String why) -> hands.lose(host, why);
            case HostEffect.Drain() -> hands.drain(host);
            case HostEffect.Cut() -> hands.cut(host);
        }
    }

    /** The job is over: nothing that happens to hosts is of concern any more. */
    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
    }
}
