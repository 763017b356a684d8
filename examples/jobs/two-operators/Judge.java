import dev.weft.runtime.Operator;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;

/** Adds up what the players hit and ends the game when the standard error of pi is small enough. */
public final class Judge implements Program {
    @Override
    public void run(Rank rank) {
        Operator players = rank.operator("players");
        double wanted = rank.arg("error", 0.01);
        var thrown = new long[2];
        long darts = 0;
        long hits = 0;
        boolean enough = false;
        for (long _ : rank.steps()) {
            for (int player = 0; player < players.count(); player++) {
                int _ = players.receive(thrown, 0, 2, player, 1);
                darts += thrown[0];
                hits += thrown[1];
            }
            double share = (double) hits / darts;
            enough = 4 * Math.sqrt(share * (1 - share) / darts) <= wanted;
            for (int player = 0; player < players.count(); player++) {
                players.send(new long[] {enough ? 0 : 1}, 0, 1, player, 2);
            }
            if (enough) {
                break;
            }
        }
        rank.result("pi", 4.0 * hits / darts);
        rank.result("darts", darts);
    }
}
