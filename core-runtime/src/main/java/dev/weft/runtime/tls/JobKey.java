package dev.weft.runtime.tls;

import dev.weft.collectives.LaneSecret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The key pair of one job, made for it and gone with it. Who has it belongs to the job: each process shows it, and trusts no other. It is told
 * to workers on their standard input: never by a file, an argument or the environment.
 */
public final class JobKey {
    private final byte[] privateKey;
    private final byte[] certificate;

    private JobKey(byte[] privateKey, byte[] certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
    }

    public static JobKey create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new JobKey(keys.getPrivate().getEncoded(), SelfSigned.certificate(keys, "weft"));
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    /**
     * What another process of the job was given.
     *
     * @param privateKey PKCS #8
     * @param certificate X.509, DER
     */
    public static JobKey of(byte[] privateKey, byte[] certificate) {
        return new JobKey(privateKey, certificate);
    }

    public byte[] privateKey() {
        return privateKey.clone();
    }

    public byte[] certificate() {
        return certificate.clone();
    }

    /** For the lanes between the job's processes. */
    public LaneSecret laneSecret() {
        return LaneSecret.of(privateKey);
    }

    /** For both ends of a connection. */
    SSLContext context() {
        try {
            var own = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(privateKey));
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("job", own);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {new OneKey(key, own)}, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    private static IllegalStateException unusable(Exception cause) {
        return new IllegalStateException(
                "this JDK can't make a key for the job's connections (EC secp256r1, TLS 1.3): use one with the module jdk.crypto.ec",
                cause);
    }
}
