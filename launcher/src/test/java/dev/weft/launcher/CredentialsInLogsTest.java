package dev.weft.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP client logs the headers of requests from DEBUG on, session tokens among them. */
final class CredentialsInLogsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"/logback.xml", "/weft-worker-logback.xml"})
    void noLogLevelShowsHeaders(String configuration) throws JoranException {
        var context = new LoggerContext();
        context.putProperty("weft.log.level", "TRACE");
        context.putProperty("weft.log.file", folder.resolve("log").toString());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource(configuration));
        try {
            assertThat(context.getLogger("dev.weft.anything").getEffectiveLevel())
                    .isEqualTo(Level.TRACE);
            assertThat(context.getLogger("org.apache.hc.client5.http.headers").isInfoEnabled())
                    .isFalse();
            assertThat(context.getLogger("software.amazon.awssdk.request").isInfoEnabled())
                    .isFalse();
        } finally {
            context.stop();
        }
    }
}
