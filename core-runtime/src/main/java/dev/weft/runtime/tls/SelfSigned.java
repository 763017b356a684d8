package dev.weft.runtime.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;

/**
 * An X.509 certificate that a key signs about itself, valid from 1970 to 9999: an expiry would end a job, and hosts' clocks differ. The JDK has no
 * public call for it. Source: RFC 5280, section 4.1, in the DER of X.690.
 */
final class SelfSigned {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0C;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;

    private static final byte[] ECDSA_WITH_SHA256 = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02};
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
    private static final byte[] VALIDITY =
            value(SEQUENCE, value(UTC_TIME, ascii("700101000000Z")), value(GENERALIZED_TIME, ascii("99991231235959Z")));

    private SelfSigned() {}

    /** @param keys of an elliptic curve */
    static byte[] certificate(KeyPair keys, String commonName) throws GeneralSecurityException {
        byte[] algorithm = value(SEQUENCE, value(OBJECT_IDENTIFIER, ECDSA_WITH_SHA256));
        byte[] name = name(commonName);
        byte[] serial = value(INTEGER, BigInteger.ONE.toByteArray());
        byte[] signed = value(
                SEQUENCE,
                serial,
                algorithm,
                name,
                VALIDITY,
                name,
                keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed);
        return value(SEQUENCE, signed, algorithm, value(BIT_STRING, new byte[1], signature.sign()));
    }

    private static byte[] name(String commonName) {
        byte[] text = value(UTF8_STRING, commonName.getBytes(StandardCharsets.UTF_8));
        return value(SEQUENCE, value(SET, value(SEQUENCE, value(OBJECT_IDENTIFIER, COMMON_NAME), text)));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tag, length, content: DER's one form. */
    private static byte[] value(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var all = new ByteArrayOutputStream();
        all.write(tag);
        writeLength(all, content.size());
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
    }
}
