package dev.weft.runtime.cluster;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.collectives.Communicator;
import dev.weft.runtime.Column;
import dev.weft.runtime.Ids;
import dev.weft.runtime.control.ColumnHead;
import dev.weft.runtime.control.Share;
import dev.weft.runtime.rank.WorkerShare;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/** What a worker's ranks gave, on its way to the agent: a head, then the arrays of each column. */
public final class ShareTransfer {
    private static final int TAG = 0;

    private ShareTransfer() {}

    public static void send(Communicator lanes, int agent, WorkerShare share) {
        byte[] head = ShareMessages.of(share).toByteArray();
        sendSized(lanes, agent, head);
        share.columns().values().forEach(column -> send(lanes, agent, column));
    }

    private static void sendSized(Communicator lanes, int agent, byte[] bytes) {
        lanes.send(new long[] {bytes.length}, 0, 1, agent, TAG);
        lanes.send(bytes, 0, bytes.length, agent, TAG);
    }

    private static void send(Communicator lanes, int agent, Column column) {
        var ids = new long[column.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = column.ids().id(i);
        }
        lanes.send(ids, 0, ids.length, agent, TAG);
        switch (column) {
            case Column.Doubles(Ids _, double[] values) -> lanes.send(values, 0, values.length, agent, TAG);
            case Column.Longs(Ids _, long[] values) -> lanes.send(values, 0, values.length, agent, TAG);
        }
        if (ShareMessages.isNamed(column.ids())) {
            var names = new StringBuilder();
            for (int i = 0; i < ids.length; i++) {
                names.append(column.ids().name(i)).append('\n');
            }
            sendSized(lanes, agent, names.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    static WorkerShare receive(Communicator lanes, int worker) {
        Share head = head(receiveSized(lanes, worker));
        var columns = new LinkedHashMap<String, Column>();
        for (ColumnHead column : head.getColumnsList()) {
            columns.put(column.getName(), receive(lanes, worker, column));
        }
        return ShareMessages.toShare(worker, head, columns);
    }

    private static Share head(byte[] bytes) {
        try {
            return Share.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a worker's results can't be read", e);
        }
    }

    private static byte[] receiveSized(Communicator lanes, int worker) {
        var size = new long[1];
        int _ = lanes.receive(size, 0, 1, worker, TAG);
        var bytes = new byte[Math.toIntExact(size[0])];
        int _ = lanes.receive(bytes, 0, bytes.length, worker, TAG);
        return bytes;
    }

    private static Column receive(Communicator lanes, int worker, ColumnHead head) {
        var numbers = new long[head.getSize()];
        int _ = lanes.receive(numbers, 0, numbers.length, worker, TAG);
        double[] doubles = new double[head.getDoubles() ? head.getSize() : 0];
        long[] longs = new long[head.getDoubles() ? 0 : head.getSize()];
        if (head.getDoubles()) {
            int _ = lanes.receive(doubles, 0, doubles.length, worker, TAG);
        } else {
            int _ = lanes.receive(longs, 0, longs.length, worker, TAG);
        }
        String[] names = head.getNamed()
                ? new String(receiveSized(lanes, worker), StandardCharsets.UTF_8).split("\n", -1)
                : new String[0];
        var ids = new ReceivedIds(numbers, names);
        return head.getDoubles() ? new Column.Doubles(ids, doubles) : new Column.Longs(ids, longs);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record ReceivedIds(long[] ids, String[] names) implements Ids {
        @Override
        public int size() {
            return ids.length;
        }

        @Override
        public long id(int index) {
            return ids[index];
        }

        @Override
        public String name(int index) {
            return names.length == 0 ? Ids.super.name(index) : names[index];
        }
    }
}
