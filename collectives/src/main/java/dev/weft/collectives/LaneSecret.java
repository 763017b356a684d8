package dev.weft.collectives;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What only a job's processes know. From it come the numbers that lanes are opened with and that each of their frames carries, by HMAC-SHA256 (RFC 2104), cut
 * short: whoever does not know it, and does not listen on the network either, can forge none. Nothing is encrypted.
 */
public final class LaneSecret {
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] LABEL = "weft lanes".getBytes(StandardCharsets.US_ASCII);
    private static final LaneSecret NONE = of(new byte[Long.BYTES]);

    private final SecretKeySpec key;

    private LaneSecret(SecretKeySpec key) {
        this.key = key;
    }

    /** @param secret the same in all processes; at least one byte */
    public static LaneSecret of(byte[] secret) {
        return new LaneSecret(new SecretKeySpec(secret, ALGORITHM));
    }

    /** One that everybody knows. */
    public static LaneSecret none() {
        return NONE;
    }

    /** 32 bits that go with these words. */
    int proof(int... words) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(LABEL);
            ByteBuffer bytes = ByteBuffer.allocate(words.length * Integer.BYTES);
            bytes.asIntBuffer().put(words);
            mac.update(bytes);
            return ByteBuffer.wrap(mac.doFinal()).getInt();
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
