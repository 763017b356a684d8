package dev.weft.collectives;

import dev.weft.collectives.algorithm.Call;
import dev.weft.collectives.algorithm.Crew;
import dev.weft.collectives.algorithm.Elements;
import dev.weft.collectives.algorithm.Party;
import dev.weft.collectives.algorithm.Plan;
import dev.weft.collectives.algorithm.Wire;

/** Makes one rank's collective calls, each in the way that is chosen for it. */
final class Caller implements Party {
    /** Separates what a call reads from what it writes where both are the same memory. */
    private static final int APART = 4;

    private final Courier courier;
    private final Rounds rounds;
    private final PlanChooser chooser;
    private final Meter meter;
    private final CallRecorder recorder;
    private final MemoryTraffic memoryTraffic;
    private final WorkerTable table;
    private final LeaderWire leaders;
    private final Call leadersCall = new Call();
    private final int worker;
    private final int[] workerCounts;
    private final int[] workerDisplacements;

    Caller(Courier courier, Rounds rounds, PlanChooser chooser, CallRecorder recorder, WorkerTable table) {
        this.courier = courier;
        this.rounds = rounds;
        this.chooser = chooser;
        this.meter = courier.meter();
        this.recorder = recorder;
        this.memoryTraffic = new MemoryTraffic(rounds, courier.size());
        this.table = table;
        this.worker = table.worker(courier.rank());
        this.leaders = new LeaderWire(courier, table.workers(), worker);
        this.workerCounts = new int[table.workers()];
        this.workerDisplacements = new int[table.workers()];
    }

    PlanChooser chooser() {
        return chooser;
    }

    void make(Call call) {
        Plan plan = chooser.plan(call);
        courier.beginCall(call.fingerprint, call.type, call.op, call.agreedCounts);
        rounds.beginCall(call.fingerprint, courier.number(), call.type);
        recorder.begins(courier.number(), call);
        boolean isLong = call.sendCounts.length + call.receiveCounts.length > 0 || !rounds.areFew(call.count);
        long start = isLong ? System.nanoTime() : 0;
        long awayBefore = meter.awayNanos();
        long bytes = memoryTraffic.bytes(plan, call);
        boolean ended = false;
        try {
            run(plan, call);
            ended = true;
        } finally {
            if (!ended) {
                courier.abandon();
                recorder.fails();
            }
            call.end();
        }
        recorder.ends();
        courier.endCall();
        meter.received(bytes);
        if (isLong) {
            meter.worked(start, awayBefore);
        }
    }

    private void run(Plan plan, Call call) {
        switch (call.operation) {
            case ALL_TO_ALL, ALL_TO_ALL_V -> readApart(call);
            case REDUCE_SCATTER -> {
                if (Elements.isSameMemory(call.send, call.receive)) {
                    writeApart(plan, call);
                    return;
                }
            }
            default -> {}
        }
        plan.run(this, call);
    }

    private void readApart(Call call) {
        if (!Elements.isSameMemory(call.send, call.receive)) {
            return;
        }
        int extent = 0;
        for (int peer = 0; peer < courier.size(); peer++) {
            extent = Math.max(extent, call.sendAt(peer) - call.sendOffset + call.sendCount(peer));
        }
        Object copy = courier.scratch(APART, extent);
        courier.copy(call.send, call.sendOffset, copy, 0, extent);
        call.send = copy;
        call.sendOffset = 0;
    }

    private void writeApart(Plan plan, Call call) {
        Object receive = call.receive;
        int offset = call.receiveOffset;
        call.receive = courier.scratch(APART, call.count);
        call.receiveOffset = 0;
        plan.run(this, call);
        courier.copy(call.receive, 0, receive, offset, call.count);
    }

    @Override
    public Wire wire() {
        return courier;
    }

    @Override
    public Crew crew() {
        return rounds;
    }

    @Override
    public int workers() {
        return table.workers();
    }

    @Override
    public int worker() {
        return worker;
    }

    @Override
    public int workerOf(int rank) {
        return table.worker(rank);
    }

    @Override
    public int firstRank(int ofWorker) {
        return table.firstRank(ofWorker);
    }

    @Override
    public int ranksOf(int ofWorker) {
        return table.ranks(ofWorker);
    }

    @Override
    public Wire leaders(int root) {
        for (int each = 0; each < table.workers(); each++) {
            leaders.lead(each, table.worker(root) == each ? root : table.firstRank(each));
        }
        return leaders;
    }

    @Override
    public Call leadersCall() {
        return leadersCall;
    }

    @Override
    public int[] workerCounts() {
        return workerCounts;
    }

    @Override
    public int[] workerDisplacements() {
        return workerDisplacements;
    }
}
