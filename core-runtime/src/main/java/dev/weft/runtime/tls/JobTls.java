package dev.weft.runtime.tls;

import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import scala.Option;

/**
 * The connections of a process's actors: TLS 1.3 in which both ends have the job's key. A host's name says nothing more, so it is not looked at.
 */
public final class JobTls implements SSLEngineProvider {
    private final SSLContext context;
    private final LongAdder opened = new LongAdder();
    private final LongAdder admitted = new LongAdder();

    public JobTls(JobKey key) {
        this.context = key.context();
    }

    /** So many that others opened have not shown the job's key, yet. */
    public long refused() {
        return opened.sum() - admitted.sum();
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        opened.increment();
        SSLEngine engine = context.createSSLEngine(hostname, port);
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        SSLEngine engine = context.createSSLEngine(hostname, port);
        engine.setUseClientMode(true);
        return engine;
    }

    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return Option.empty();
    }

    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        admitted.increment();
        return Option.empty();
    }
}
