package dev.weft.runtime.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.runtime.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GpuClaimsTest {
    @TempDir
    Path folder;

    @Test
    void whatOneTakesNobodyElseHas() {
        var claims = new GpuClaims(folder);
        var mine = new ArrayList<GpuClaims.Claim>();
        claims.choose(() -> {
            assertThat(claims.freeMilli("GPU-a")).isEqualTo(1000);
            claims.take("GPU-a", 1000, mine);
            claims.take("GPU-b", 300, mine);
            claims.take("GPU-b", 500, mine);
        });
        assertThat(claims.freeMilli("GPU-a")).isZero();
        assertThat(claims.freeMilli("GPU-b")).isEqualTo(200);
        assertThat(claims.freeMilli("GPU-c")).isEqualTo(1000);
        assertThatThrownBy(() -> claims.take("GPU-b", 201, mine)).isInstanceOf(IllegalStateException.class);
        mine.forEach(GpuClaims.Claim::close);
        mine.forEach(GpuClaims.Claim::close);
        assertThat(claims.freeMilli("GPU-a")).isEqualTo(1000);
        assertThat(claims.freeMilli("GPU-b")).isEqualTo(1000);
    }

    /** Those of a process that was killed are free at once. */
    @Test
    void otherProcessesSeeThemAndTheyEndWithTheirProcess() throws Exception {
        var claims = new GpuClaims(folder);
        claims.choose(() -> {});
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(other.inputReader().readLine()).isEqualTo("250 held");
        assertThat(claims.freeMilli("GPU-a")).isEqualTo(750);
        assertThat(claims.freeMilli("GPU-b")).isZero();
        other.destroyForcibly();
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(claims.freeMilli("GPU-a")).isEqualTo(1000);
        assertThat(claims.freeMilli("GPU-b")).isEqualTo(1000);
    }

    /** Another process. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            var claims = new GpuClaims(Path.of(args[0]));
            var mine = new ArrayList<GpuClaims.Claim>();
            claims.choose(() -> {
                claims.take("GPU-a", 250, mine);
                claims.take("GPU-b", 1000, mine);
            });
            System.out.println("250 held");
            int _ = System.in.read();
            mine.forEach(GpuClaims.Claim::close);
        }
    }

    @Test
    void otherUsersMayUseTheFolder() throws IOException {
        var claims = new GpuClaims(folder.resolve("of/all"));
        assertThat(claims.freeMilli("GPU-a")).isEqualTo(1000);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("of/all"))))
                .isEqualTo("rwxrwxrwx");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("of/all/GPU-a"))))
                .isEqualTo("rw-rw-rw-");
    }

    @Test
    void saysWhatToDoAboutAFolderThatIsNone() throws IOException {
        var claims = new GpuClaims(Files.writeString(folder.resolve("file"), ""));
        assertThatThrownBy(() -> claims.choose(() -> {}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("file")
                .hasMessageContaining("-Dweft.gpu.claims=FOLDER");
    }

    @Test
    void aChoiceThatFailsLetsOthersChoose() {
        var claims = new GpuClaims(folder);
        assertThatThrownBy(() -> claims.choose(() -> {
                    throw new IllegalStateException("first");
                }))
                .hasMessage("first");
        var chosen = new ArrayList<>(List.of("none"));
        claims.choose(() -> chosen.set(0, "second"));
        assertThat(chosen).containsExactly("second");
    }
}
