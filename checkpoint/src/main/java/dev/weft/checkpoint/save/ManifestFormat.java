package dev.weft.checkpoint.save;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.checkpoint.format.ItemBody;
import dev.weft.checkpoint.format.ManifestBody;
import dev.weft.checkpoint.format.PartBody;
import dev.weft.checkpoint.format.ValueBody;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A manifest as bytes: the body of manifest.proto in its {@link Envelope}. */
public final class ManifestFormat {
    private static final Envelope ENVELOPE = new Envelope("manifest", "WEFTCKPT", 1);

    private ManifestFormat() {}

    public static byte[] write(Manifest manifest) {
        return ENVELOPE.seal(body(manifest).toByteArray());
    }

    /** @throws DamagedException if these bytes are no whole manifest of a version that is known */
    public static Manifest read(byte[] bytes) {
        byte[] body = ENVELOPE.open(bytes);
        try {
            return manifest(ManifestBody.parseFrom(body));
        } catch (InvalidProtocolBufferException | IndexOutOfBoundsException e) {
            throw new DamagedException("its manifest can't be read: " + e.getMessage(), e);
        }
    }

    private static ManifestBody body(Manifest manifest) {
        List<String> objects =
                manifest.parts().stream().map(Part::object).distinct().toList();
        Map<String, Integer> places = new LinkedHashMap<>();
        objects.forEach(object -> places.put(object, places.size()));
        var body = ManifestBody.newBuilder()
                .setEpoch(manifest.epoch())
                .setLoop(manifest.at().loop())
                .setStep(manifest.at().step())
                .putAllIdentity(manifest.identity())
                .setPartitions(manifest.partitions())
                .addAllObjects(objects)
                .setFirst(
                        manifest.parts().isEmpty()
                                ? 0
                                : manifest.parts().getFirst().partition());
        manifest.items()
                .forEach(item ->
                        body.addItems(ItemBody.newBuilder().setName(item.name()).setType(item.type())));
        manifest.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(value -> body.addValues(ValueBody.newBuilder()
                        .setName(value.getKey())
                        .setBytes(ByteString.copyFrom(value.getValue()))));
        manifest.parts().forEach(part -> body.addParts(part(part, places)));
        return body.build();
    }

    private static PartBody part(Part part, Map<String, Integer> places) {
        var body = PartBody.newBuilder()
                .setObject(places.getOrDefault(part.object(), 0))
                .setOffset(part.offset())
                .setStoredBytes(part.storedBytes())
                .setBlockBytes(part.blockBytes())
                .setPacked(part.packed())
                .setDigest(part.digest());
        for (int check : part.checks()) {
            body.addChecks(check);
        }
        return body.build();
    }

    private static Manifest manifest(ManifestBody body) {
        var parts = new ArrayList<Part>(body.getPartsCount());
        for (PartBody part : body.getPartsList()) {
            parts.add(new Part(
                    body.getFirst() + parts.size(),
                    body.getObjects(part.getObject()),
                    part.getOffset(),
                    part.getStoredBytes(),
                    part.getBlockBytes(),
                    part.getPacked(),
                    part.getDigest(),
                    part.getChecksList().stream().mapToInt(Integer::intValue).toArray()));
        }
        Map<String, byte[]> values = new LinkedHashMap<>();
        body.getValuesList()
                .forEach(value -> values.put(value.getName(), value.getBytes().toByteArray()));
        return new Manifest(
                body.getEpoch(),
                new StepId(body.getLoop(), body.getStep()),
                body.getIdentityMap(),
                body.getPartitions(),
                body.getItemsList().stream()
                        .map(item -> new Manifest.Item(item.getName(), item.getType()))
                        .toList(),
                values,
                parts);
    }
}
