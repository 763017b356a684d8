package dev.weft.checkpoint.save;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.checkpoint.format.EpochBody;

/**
 * Says, once and for all, that an epoch of a job has begun, and from where it went on. Checkpoints of earlier epochs that lie behind that don't count.
 *
 * @param epoch from 1
 * @param coordinator who began it: a name that no other process ever has
 * @param restored {@link StepId#BEGINNING} if it began anew
 */
public record EpochRecord(int epoch, String coordinator, StepId restored) {
    private static final Envelope ENVELOPE = new Envelope("epoch record", "WEFTEPOC", 1);

    byte[] write() {
        return ENVELOPE.seal(EpochBody.newBuilder()
                .setEpoch(epoch)
                .setCoordinator(coordinator)
                .setRestoredLoop(restored.loop())
                .setRestoredStep(restored.step())
                .build()
                .toByteArray());
    }

    static EpochRecord read(byte[] bytes) {
        try {
            EpochBody body = EpochBody.parseFrom(ENVELOPE.open(bytes));
            return new EpochRecord(
                    body.getEpoch(), body.getCoordinator(), new StepId(body.getRestoredLoop(), body.getRestoredStep()));
        } catch (InvalidProtocolBufferException e) {
            throw new DamagedException("its epoch record can't be read: " + e.getMessage(), e);
        }
    }
}
