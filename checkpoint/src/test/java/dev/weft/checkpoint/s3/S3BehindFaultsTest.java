package dev.weft.checkpoint.s3;

import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.store.ObjectStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The contract, with retries, against S3Proxy behind a proxy that spoils every eighth exchange. */
@Tag("long")
final class S3BehindFaultsTest extends ObjectStoreContract {
    private FaultProxy proxy;

    @Override
    protected ObjectStore open() throws IOException {
        proxy = new FaultProxy(S3Server.running().port());
        proxy.spoilEveryEighth(7);
        return S3FaultsTest.retrying(proxy);
    }

    @Override
    protected int lostUploads() {
        return 5;
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }
}
