package dev.weft.collectives.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table that goes to stdout; for each peer it has the peer's median, and Weft's divided by it. */
record Csv(List<PeerKind> peers, PrintStream out) {
    void printHeader() {
        out.println("operation,ranks,bytes_per_rank,median_us,min_us"
                + peers.stream()
                        .map(peer -> ",%s_median_us,ratio_to_%s".formatted(peer.title(), peer.title()))
                        .collect(Collectors.joining()));
        out.flush();
    }

    void print(Row row) {
        out.println("%s,%d,%d,%s,%s%s"
                .formatted(
                        row.operation(),
                        row.ranks(),
                        row.bytes(),
                        number(row.weft().medianMicros()),
                        number(row.weft().minMicros()),
                        peers.stream().map(peer -> cells(row, peer)).collect(Collectors.joining())));
        out.flush();
    }

    private static String cells(Row row, PeerKind peer) {
        Timing timing = row.peers().get(peer);
        return timing == null
                ? ",,"
                : "," + number(timing.medianMicros()) + "," + number(row.weft().medianMicros() / timing.medianMicros());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
