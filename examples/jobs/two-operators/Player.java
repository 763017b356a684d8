import dev.weft.runtime.Operator;
import dev.weft.runtime.Program;
import dev.weft.runtime.Rank;
import java.util.SplittableRandom;

/** Throws darts at a square, round after round, and tells the judge how many hit the circle in it, until the judge has seen enough. */
public final class Player implements Program {
    @Override
    public void run(Rank rank) {
        Operator judge = rank.operator("judge");
        var random = new SplittableRandom(rank.number());
        int darts = rank.arg("darts", 1000);
        var thrown = new long[2];
        var goOn = new long[1];
        for (long _ : rank.steps()) {
            thrown[0] = darts;
            thrown[1] = hits(random, darts);
            judge.send(thrown, 0, 2, 0, 1);
            int _ = judge.receive(goOn, 0, 1, 0, 2);
            if (goOn[0] == 0) {
                break;
            }
        }
    }

    private static long hits(SplittableRandom random, int darts) {
        long hits = 0;
        for (int i = 0; i < darts; i++) {
            double x = random.nextDouble();
            double y = random.nextDouble();
            hits += x * x + y * y < 1 ? 1 : 0;
        }
        return hits;
    }
}
