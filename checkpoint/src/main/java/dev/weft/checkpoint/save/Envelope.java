package dev.weft.checkpoint.save;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What stands around a small object's body: eight letters that say what it is, the version and the body's length as little-endian 32-bit numbers, the
 * body, and the SHA-256 of all that.
 *
 * @param name in messages, e.g. {@code manifest}
 */
record Envelope(String name, String letters, int version) {
    private static final int LETTERS = 8;
    private static final int HEAD_BYTES = LETTERS + 2 * Integer.BYTES;
    private static final int DIGEST_BYTES = 32;

    byte[] seal(byte[] body) {
        byte[] sealed = new byte[HEAD_BYTES + body.length + DIGEST_BYTES];
        ByteBuffer.wrap(sealed)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(letters.getBytes(StandardCharsets.US_ASCII))
                .putInt(version)
                .putInt(body.length)
                .put(body)
                .put(digest(sealed, HEAD_BYTES + body.length));
        return sealed;
    }

    /** @throws DamagedException if these bytes are no whole object of the kind, or of another version */
    byte[] open(byte[] sealed) {
        if (sealed.length < HEAD_BYTES + DIGEST_BYTES
                || !letters.equals(new String(sealed, 0, LETTERS, StandardCharsets.US_ASCII))) {
            throw new DamagedException("its " + name + " is none: " + sealed.length + " bytes that don't begin as one");
        }
        var buffer = ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN).position(LETTERS);
        int found = buffer.getInt();
        if (found != version) {
            throw new DamagedException(
                    "its " + name + " has version " + found + ", this Weft knows version " + version);
        }
        int length = buffer.getInt();
        int bodyEnd = sealed.length - DIGEST_BYTES;
        if (length != bodyEnd - HEAD_BYTES) {
            throw new DamagedException("its " + name + " has " + (bodyEnd - HEAD_BYTES) + " bytes, and says " + length);
        }
        if (!MessageDigest.isEqual(digest(sealed, bodyEnd), Arrays.copyOfRange(sealed, bodyEnd, sealed.length))) {
            throw new DamagedException("its " + name + " differs from its own SHA-256");
        }
        return Arrays.copyOfRange(sealed, HEAD_BYTES, bodyEnd);
    }

    private static byte[] digest(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
