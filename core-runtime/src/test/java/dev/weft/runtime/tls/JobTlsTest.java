package dev.weft.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has the job's key is let in, who has another is not. */
@Timeout(60)
class JobTlsTest {
    private static final int BUFFER_BYTES = 1 << 15;
    private static final int MOST_TURNS = 100;

    private final JobKey key = JobKey.create();

    @Test
    void theCertificateIsSignedByItsOwnKeyAndDoesNotExpire() throws Exception {
        var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(key.certificate()));
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=weft");
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(certificate.getNotAfter().toInstant()).isAfter(Instant.parse("9999-12-31T00:00:00Z"));
    }

    @Test
    void twoProcessesOfAJobGetThrough() throws Exception {
        var told = new JobTls(JobKey.of(key.privateKey(), key.certificate()));
        SSLEngine client = told.createClientSSLEngine("127.0.0.1", 1);
        SSLEngine server = new JobTls(key).createServerSSLEngine("127.0.0.1", 1);
        shakeHands(client, server);
        assertThat(server.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(server.getSession().getPeerCertificates()[0].getEncoded()).isEqualTo(key.certificate());
    }

    @Test
    void anotherKeyIsRefusedByEitherEnd() {
        var job = new JobTls(key);
        var other = new JobTls(JobKey.create());
        assertThatThrownBy(() -> shakeHands(
                        other.createClientSSLEngine("127.0.0.1", 1), job.createServerSSLEngine("127.0.0.1", 1)))
                .isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> shakeHands(
                        job.createClientSSLEngine("127.0.0.1", 1), other.createServerSSLEngine("127.0.0.1", 1)))
                .isInstanceOf(SSLException.class);
        assertThat(job.refused()).isEqualTo(1);
    }

    @Test
    void whoShowsNoCertificateIsRefused() throws Exception {
        var job = new JobTls(key);
        var withoutKey = SSLContext.getInstance("TLSv1.3");
        withoutKey.init(null, new TrustManager[] {new TrustsAll()}, null);
        SSLEngine client = withoutKey.createSSLEngine();
        client.setUseClientMode(true);
        assertThatThrownBy(() -> shakeHands(client, job.createServerSSLEngine("127.0.0.1", 1)))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("certificate");
    }

    /** Passes bytes to and fro until both ends say that they know each other. */
    private static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
        ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES);
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            advance(client, toClient, toServer);
            advance(server, toServer, toClient);
            if (done(client) && done(server) && toClient.position() == 0 && toServer.position() == 0) {
                return;
            }
        }
        throw new AssertionError("no end of " + client.getHandshakeStatus() + " and " + server.getHandshakeStatus());
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void advance(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        in.flip();
        engine.unwrap(in, ByteBuffer.allocate(BUFFER_BYTES));
        in.compact();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        engine.wrap(ByteBuffer.allocate(0), out);
    }

    /** Of one who would talk to anybody. */
    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
